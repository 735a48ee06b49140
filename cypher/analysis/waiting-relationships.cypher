// Pending and refused relationships.
// @param limit INTEGER maximum number of rows
// @returns source STRING, type STRING, target STRING, state STRING
// @access read
// @grows with the pending relationships
// @example {"limit": 50}
MATCH (p:PendingRelationship)
WHERE p.target > ''
RETURN p.source AS source, p.type AS type, p.target AS target, p.state AS state
ORDER BY source, target, type
LIMIT $limit
