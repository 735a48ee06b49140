// Entities, capabilities and configurations of the modules with these keys and of those whose base path overlaps this one.
// @param keys LIST<STRING>  keys of modules
// @param path STRING?       base path such as /crm
// @returns key STRING, apiBasePath STRING?, entities LIST<{name STRING, fields STRING}>,
//   capabilities LIST<{key STRING, operations LIST<STRING>}>, configurations LIST<STRING>
// @access read
// @example {"keys": ["crm"], "path": "/crm/orders"}
CALL () {
  MATCH (m:Module)
  WHERE m.key IN $keys
  RETURN m
  UNION
  WITH split($path, '/') AS segments
  UNWIND range(1, coalesce(size(segments) - 1, 0)) AS depth
  WITH reduce(path = '', segment IN segments[1..depth + 1] | path + '/' + segment) AS sameOrAbove
  MATCH (m:Module {apiBasePath: sameOrAbove})
  RETURN m
  UNION
  MATCH (m:Module)
  WHERE m.apiBasePath STARTS WITH $path + '/'
  RETURN m
}
RETURN
  m.key AS key,
  m.apiBasePath AS apiBasePath,
  [(m)-[:HAS_ENTITY]->(e) | e {.name, .fields}] AS entities,
  [(m)-[:HAS_CAPABILITY]->(c) | c {.key, .operations}] AS capabilities,
  [(m)-[:HAS_CONFIGURATION]->(f) | f.key] AS configurations
ORDER BY key
