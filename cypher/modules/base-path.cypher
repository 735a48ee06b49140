// Another module whose base path overlaps this one.
// @param path STRING  base path, such as /crm
// @param key  STRING  key of the module that is to use it
// @returns key STRING, apiBasePath STRING
// @access read
// @example {"path": "/crm/orders", "key": "example"}
CALL () {
  WITH split($path, '/') AS segments
  UNWIND range(1, size(segments) - 1) AS depth
  WITH reduce(path = '', segment IN segments[1..depth + 1] | path + '/' + segment) AS sameOrAbove
  MATCH (m:Module {apiBasePath: sameOrAbove})
  RETURN m
  UNION
  MATCH (m:Module)
  WHERE m.apiBasePath STARTS WITH $path + '/'
  RETURN m
}
WITH m
WHERE m.key <> $key
RETURN m.key AS key, m.apiBasePath AS apiBasePath
ORDER BY key
LIMIT 1
