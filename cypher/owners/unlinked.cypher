// Modules with the name of an owner that no owner is linked to, as before owners were nodes.
// @param limit INTEGER  maximum number of rows
// @returns module {.*, key STRING}
// @access read
// @example {"limit": 500}
MATCH (m:Module)
WHERE m.owner IS NOT NULL AND NOT EXISTS { (m)<-[:OWNS {role: 'owner'}]-(:Owner) }
RETURN m {.*} AS module
ORDER BY m.key
LIMIT $limit
