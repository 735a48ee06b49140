// Modules that are affected when a module stops, nearest first.
// @param key STRING key of the module
// @param limit INTEGER maximum number of rows
// @returns module STRING, name STRING, depth INTEGER
// @access read
// @grows with the modules that depend on it directly or indirectly, each reached once
// @example {"key": "crm", "limit": 50}
MATCH (m:Module {key: $key})
MATCH path = (m)<-[:DEPENDS_ON*]-(d:Module)
WITH d, min(length(path)) AS depth
RETURN d.key AS module, d.name AS name, depth
ORDER BY depth, module
LIMIT $limit
