// What can be used of a module or of some of its parts: the operations and fields that are declared there, or that relationships name.
// @param module STRING        ref of the module
// @param asked  LIST<STRING>? refs of what is asked about; null for the module with all its parts
// @param others BOOLEAN       whether what the other ends of relationships declare counts as well
// @returns operations LIST<STRING>, qualified LIST<STRING>, entities LIST<{name STRING, fields STRING}>, schemas LIST<STRING>,
//   namedOperations LIST<STRING>, namedFields LIST<STRING>
// @access read
// @grows with the parts and relationships of the module
// @example {"module": "module:crm", "asked": null, "others": false}
MATCH (m:RegistryNode {ref: $module})
CALL (m) {
  MATCH (m)-[:HAS_CAPABILITY|HAS_CONFIGURATION]->{0,1}(n)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-(end)
  WHERE r.id IS NOT NULL AND ($asked IS NULL OR n.ref IN $asked)
  RETURN collect(DISTINCT r.operations) AS used, collect(DISTINCT r.fields) AS flowing, collect(DISTINCT end) AS ends
}
CALL (m) {
  MATCH (m)-[:HAS_CAPABILITY|HAS_CONFIGURATION]->(part)
  WHERE $asked IS NULL OR part.ref IN $asked
  RETURN collect(part) AS own
}
CALL (own, ends) {
  UNWIND own + CASE WHEN $others THEN ends ELSE [] END AS end
  MATCH (end)-[:HAS_CAPABILITY|HAS_CONFIGURATION]->{0,1}(part)
  RETURN collect(DISTINCT part) AS parts
}
RETURN
  COLLECT {
    UNWIND parts AS part
    UNWIND coalesce(part.operations, []) AS name
    RETURN DISTINCT name
    ORDER BY name
  } AS operations,
  COLLECT {
    UNWIND parts AS part
    UNWIND coalesce(part.operations, []) AS name
    RETURN DISTINCT part.key + '.' + name AS name
    ORDER BY name
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
    WITH DISTINCT part
    WHERE part:Configuration
    RETURN part.schema AS schema
    ORDER BY part.ref
  } AS schemas,
  COLLECT {
    UNWIND used AS names
    UNWIND names AS name
    RETURN DISTINCT name
    ORDER BY name
  } AS namedOperations,
  COLLECT {
    UNWIND flowing AS names
    UNWIND names AS name
    RETURN DISTINCT name
    ORDER BY name
  } AS namedFields
