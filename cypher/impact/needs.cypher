// Modules that a module depends on, directly or indirectly, nearest first.
// @param key STRING key of the module
// @param limit INTEGER maximum number of rows
// @returns module STRING, status Status, health Health, depth INTEGER
// @access read
// @grows with the modules that it depends on directly or indirectly, each reached once
// @example {"key": "crm", "limit": 50}
MATCH (m:Module {key: $key})
MATCH path = (m)-[:DEPENDS_ON*]->(n:Module)
WITH n, min(length(path)) AS depth
RETURN n.key AS module, n.status AS status, n.health AS health, depth
ORDER BY depth, module
LIMIT $limit
