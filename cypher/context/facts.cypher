// Modules with their capabilities, entities and documentation, for a language model.
// @param keys LIST<STRING>  keys of modules
// @returns module {.*, key STRING}, capabilities LIST<{ref STRING, key STRING, type CapabilityType, description STRING,
//   operations LIST<STRING>, entity STRING?, endpoints LIST<Exposed>}>, entities LIST<{ref STRING, name STRING,
//   description STRING, fields STRING}>, configurations LIST<{ref STRING, key STRING, configType STRING,
//   documentation STRING}>, served LIST<STRING>
// @access read
// @example {"keys": ["crm"]}
UNWIND $keys AS key
MATCH (m:Module {key: key})
RETURN
  m {.*} AS module,
  COLLECT {
    MATCH (m)-[:HAS_CAPABILITY]->(c:Capability)
    WITH c
    ORDER BY c.key
    LIMIT 100
    RETURN c {
      .ref,
      .key,
      .type,
      .description,
      .operations,
      entity: head([(c)-[:OPERATES_ON]->(e:Entity) | e.name]),
      endpoints: [(c)-[exposes:EXPOSES]->(p:Endpoint) | {operation: exposes.operation, method: p.method, path: p.path}]
    }
  } AS capabilities,
  COLLECT {
    MATCH (m)-[:HAS_ENTITY]->(e:Entity)
    WITH e
    ORDER BY e.name
    LIMIT 100
    RETURN e {.ref, .name, .description, .fields}
  } AS entities,
  COLLECT {
    MATCH (m)-[:HAS_CONFIGURATION]->(f:Configuration)
    WHERE f.documentation <> ''
    WITH f
    ORDER BY f.key
    LIMIT 100
    RETURN f {.ref, .key, .configType, .documentation}
  } AS configurations,
  CASE
    WHEN m.status = 'inactive' THEN []
    ELSE [(m)-[:HAS_ENTITY]->(e:Entity) WHERE e.path STARTS WITH m.apiBasePath + '/' AND NOT e.path CONTAINS '{' | e.path]
  END AS served
ORDER BY module.key
