// Modules and capabilities without a description.
// @param limit INTEGER maximum number of rows
// @returns ref STRING, kind 'module' | 'capability'
// @access read
// @grows with the modules and capabilities
// @example {"limit": 50}
MATCH (n:Module|Capability)
WHERE coalesce(n.description, '') = ''
RETURN n.ref AS ref, CASE WHEN n:Module THEN 'module' ELSE 'capability' END AS kind
ORDER BY ref
LIMIT $limit
