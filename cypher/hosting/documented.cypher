// A module with the entities that the registry serves and the endpoints that it declares, for its documentation.
// @param id STRING  key or id of the module
// @returns revision INTEGER, module STRING, name STRING, description STRING, version STRING, base STRING?,
//   status Status, entities LIST<MAP>, endpoints LIST<{method Method, path STRING, description STRING, deprecated BOOLEAN}>
// @access read
// @example {"id": "crm"}
MATCH (registry:Registry {id: 'registry'})
MATCH (m:Module)
WHERE m.key = $id OR m.id = $id
RETURN
  registry.revision AS revision,
  m.key AS module,
  m.name AS name,
  m.description AS description,
  m.version AS version,
  m.apiBasePath AS base,
  m.status AS status,
  COLLECT {
    MATCH (m)-[:HAS_ENTITY]->(e:Entity)
    WHERE e.path STARTS WITH m.apiBasePath + '/' AND NOT e.path CONTAINS '{'
    RETURN e {.*, module: m.key}
    ORDER BY e.name
  } AS entities,
  COLLECT {
    MATCH (m)-[:HAS_ENDPOINT]->(p:Endpoint)
    RETURN p {.method, .path, .description, .deprecated}
    ORDER BY p.path, p.method
  } AS endpoints
