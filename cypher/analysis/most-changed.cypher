// Modules by how often they, their parts and relationships were changed.
// @param limit INTEGER how many at most
// @returns module, changes
// @access read
// @grows with the log of changes
// @example {"limit": 50}
MATCH (c:Change)
WHERE c.ref > ''
WITH split(split(c.ref, ':')[1], '/')[0] AS module
RETURN module, count(*) AS changes
ORDER BY changes DESC, module
LIMIT $limit
