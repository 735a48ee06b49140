// Number of changes by actor and interface.
// @param limit INTEGER maximum number of rows
// @returns actor STRING, via Via, changes INTEGER, last INTEGER
// @access read
// @grows with the log of changes
// @example {"limit": 50}
MATCH (r:Revision)
WHERE r.number > 0
RETURN r.actor AS actor, r.via AS via, count(*) AS changes, max(r.number) AS last
ORDER BY changes DESC, actor, via
LIMIT $limit
