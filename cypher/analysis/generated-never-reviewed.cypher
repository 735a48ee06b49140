// Modules that a language model has written and nobody has reviewed.
// @param limit INTEGER maximum number of rows
// @returns module STRING, model STRING, createdAt STRING
// @access read
// @grows with the modules
// @example {"limit": 50}
MATCH (m:Module)
WHERE m.aiModel IS NOT NULL AND m.reviewedBy IS NULL
RETURN m.key AS module, m.aiModel AS model, toString(m.createdAt) AS createdAt
ORDER BY createdAt, module
LIMIT $limit
