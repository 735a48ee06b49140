// Nodes that an earlier version has written without words for the full text.
// @param limit INTEGER  maximum number of rows
// @returns id STRING, properties MAP
// @access read
// @example {"limit": 1000}
MATCH (n:WithoutWords)
RETURN elementId(n) AS id, n {.*, endpoints: []} AS properties
ORDER BY id
LIMIT $limit
