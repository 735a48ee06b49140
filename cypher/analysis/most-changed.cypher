// Modules by number of changes to them and their parts, most first.
// @param limit INTEGER maximum number of rows
// @returns module STRING, changes INTEGER
// @access read
// @grows with the log of changes
// @example {"limit": 50}
MATCH (c:Change)
WHERE c.ref > ''
WITH split(c.ref, ':') AS ref
WHERE ref[0] IN ['module', 'capability', 'entity', 'endpoint', 'configuration']
WITH split(ref[1], '/')[0] AS module
RETURN module, count(*) AS changes
ORDER BY changes DESC, module
LIMIT $limit
