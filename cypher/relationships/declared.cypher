// The operations and fields that modules or parts of them declare, for the dependencies on them.
// @param refs LIST<STRING> refs of modules, capabilities and configurations
// @returns ref STRING, name STRING, operations LIST<STRING>, qualified LIST<STRING>, entities LIST<{name STRING, fields STRING}>,
//   schemas LIST<STRING>
// @access read
// @grows with the parts of the modules
// @example {"refs": ["module:crm"]}
MATCH (n:RegistryNode)
WHERE n.ref IN $refs
CALL (n) {
  MATCH (n)-[:HAS_CAPABILITY|HAS_CONFIGURATION]->{0,1}(part)
  RETURN collect(part) AS parts
}
RETURN
  n.ref AS ref,
  coalesce(n.name, n.key) AS name,
  COLLECT {
    UNWIND parts AS part
    UNWIND coalesce(part.operations, []) AS operation
    RETURN DISTINCT operation
    ORDER BY operation
  } AS operations,
  COLLECT {
    UNWIND parts AS part
    UNWIND coalesce(part.operations, []) AS operation
    RETURN DISTINCT part.key + '.' + operation AS operation
    ORDER BY operation
  } AS qualified,
  COLLECT {
    UNWIND parts AS part
    MATCH (part)-[:OPERATES_ON]->(e:Entity)
    WITH DISTINCT e
    RETURN {name: e.name, fields: e.fields} AS entity
    ORDER BY e.ref
  } AS entities,
  COLLECT {
    UNWIND parts AS part
    WITH part
    WHERE part:Configuration
    RETURN part.schema AS schema
    ORDER BY part.ref
  } AS schemas
ORDER BY ref
