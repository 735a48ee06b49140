// The shortest chain of dependencies to the module that is farthest from a module, up to ten steps.
// @param key STRING key of the module
// @returns steps INTEGER, chain LIST<STRING>
// @access read
// @grows with the modules that it needs in at most ten steps
// @example {"key": "crm"}
MATCH (m:Module {key: $key})
MATCH path = SHORTEST 1 (m) (()-[:DEPENDS_ON]->(:Module)){1,10} (n)
RETURN length(path) AS steps, [x IN nodes(path) | x.key] AS chain
ORDER BY steps DESC, chain
LIMIT 1
