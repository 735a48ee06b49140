// A module with the entities that the registry serves, for its documentation.
// @param id STRING  key or id of the module
// @returns revision INTEGER, module STRING, name STRING, description STRING, version STRING, base STRING?,
//   entities LIST<MAP>
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
  COLLECT {
    MATCH (m)-[:HAS_ENTITY]->(e:Entity)
    WHERE e.path STARTS WITH m.apiBasePath + '/'
    RETURN e {.*, module: m.key}
    ORDER BY e.name
  } AS entities
