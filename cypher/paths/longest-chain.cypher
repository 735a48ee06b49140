// The shortest chain of dependencies to the module that is farthest from a module, up to ten steps.
// @param key STRING key of the module
// @returns steps INTEGER, chain LIST<STRING>
// @access read
// @grows with the modules that it needs in at most ten steps
// @example {"key": "crm"}
MATCH (m:Module {key: $key})
MATCH path = (m)-[:DEPENDS_ON*1..10]->(n:Module)
WITH m, n, min(length(path)) AS steps
ORDER BY steps DESC, n.key
LIMIT 1
MATCH path = shortestPath((m)-[:DEPENDS_ON*1..10]->(n))
WHERE all(x IN nodes(path) WHERE x:Module)
RETURN length(path) AS steps, [x IN nodes(path) | x.key] AS chain
