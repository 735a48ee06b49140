// Paths of the lists of records that the registry serves, of active modules with one of these base paths.
// @param bases LIST<STRING>  paths that may be the base path of a module
// @returns path STRING
// @access read
// @example {"bases": ["/crm", "/crm/orders"]}
UNWIND $bases AS base
MATCH (m:Module {apiBasePath: base})-[:HAS_ENTITY]->(e:Entity)
WHERE m.status <> 'inactive' AND e.path STARTS WITH base + '/' AND NOT e.path CONTAINS '{'
RETURN e.path AS path
ORDER BY path
