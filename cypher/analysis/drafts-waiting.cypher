// Drafts that wait for a review, oldest first.
// @param limit INTEGER maximum number of rows
// @returns id STRING, title STRING, author STRING, model STRING?, since STRING
// @access read
// @grows with the AI modules
// @example {"limit": 50}
MATCH (d:Draft)
WHERE d.id > '' AND d.state = 'pending_review'
RETURN d.id AS id, d.title AS title, d.author AS author, d.model AS model, toString(d.updatedAt) AS since
ORDER BY since, id
LIMIT $limit
