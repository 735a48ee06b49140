// Active modules with the entities that the registry serves and the endpoints that they declare.
// @param afterKey STRING   key of the last row of the previous page; empty for the first page
// @param limit    INTEGER  maximum number of rows
// @returns revision INTEGER, total INTEGER, items LIST<{module STRING, name STRING, description STRING,
//   version STRING, base STRING, status Status, entities LIST<MAP>,
//   endpoints LIST<{method Method, path STRING, description STRING, deprecated BOOLEAN}>}>
// @access read
// @example {"afterKey": "", "limit": 50}
MATCH (registry:Registry {id: 'registry'})
RETURN
  registry.revision AS revision,
  COUNT {
    MATCH (m:Module {status: 'active'})
    WHERE m.apiBasePath IS NOT NULL
  } AS total,
  COLLECT {
    MATCH (m:Module {status: 'active'})
    WHERE m.apiBasePath IS NOT NULL AND m.key > $afterKey
    WITH m
    ORDER BY m.key
    LIMIT $limit
    RETURN {
      module: m.key, name: m.name, description: m.description, version: m.version, base: m.apiBasePath,
      status: m.status, entities: COLLECT {
        MATCH (m)-[:HAS_ENTITY]->(e:Entity)
        WHERE e.path STARTS WITH m.apiBasePath + '/' AND NOT e.path CONTAINS '{'
        RETURN e {.*, module: m.key}
        ORDER BY e.name
      }, endpoints: COLLECT {
        MATCH (m)-[:HAS_ENDPOINT]->(p:Endpoint)
        RETURN p {.method, .path, .description, .deprecated}
        ORDER BY p.path, p.method
      }
    }
    ORDER BY m.key
  } AS items
