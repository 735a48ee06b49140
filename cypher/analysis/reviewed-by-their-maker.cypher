// Modules that were reviewed by their author.
// @param limit INTEGER maximum number of rows
// @returns module STRING, person STRING
// @access read
// @grows with the modules
// @example {"limit": 50}
MATCH (m:Module)
WHERE m.reviewedBy = m.createdBy
RETURN m.key AS module, m.createdBy AS person
ORDER BY module
LIMIT $limit
