// Modules that receive data of a module, directly or indirectly, nearest first: their data becomes stale when it stops.
// @param key STRING key of the module
// @param limit INTEGER maximum number of rows
// @returns module STRING, depth INTEGER
// @access read
// @grows with the modules that its data reaches, each reached once
// @example {"key": "crm", "limit": 50}
MATCH (m:Module {key: $key})
MATCH path = (m)-[:FLOWS_TO*]->(n:Module)
WHERE n <> m
WITH n, min(length(path)) AS depth
RETURN n.key AS module, depth
ORDER BY depth, module
LIMIT $limit
