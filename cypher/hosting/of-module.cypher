// A module with the entities that the registry serves.
// @param key STRING  key of the module
// @returns module STRING, space STRING, base STRING, status Status, rev INTEGER, entities LIST<MAP>
// @access read
// @example {"key": "crm"}
MATCH (m:Module {key: $key})
WHERE m.apiBasePath IS NOT NULL
RETURN
  m.key AS module,
  coalesce(COLLECT { MATCH (space:RecordSpace {module: m.id}) RETURN space.name }[0], m.key) AS space,
  m.apiBasePath AS base,
  m.status AS status,
  m.rev AS rev,
  COLLECT {
    MATCH (m)-[:HAS_ENTITY]->(e:Entity)
    WHERE e.path IS NOT NULL
    OPTIONAL MATCH (numbers:Statistics {ref: 'statistics:' + m.key + '/' + e.name})
    RETURN e {.*, module: m.key, recordCount: numbers.recordCount}
    ORDER BY e.name
  } AS entities
