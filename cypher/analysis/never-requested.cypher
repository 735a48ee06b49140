// Modules whose entities have never been requested.
// @param limit INTEGER maximum number of rows
// @returns module STRING, since STRING
// @access read
// @grows with the statistics
// @example {"limit": 50}
MATCH (m:Module)-[:HAS_STATISTICS]->(s:Statistics)
WHERE s.entity IS NULL AND s.requestCount = 0
RETURN m.key AS module, toString(m.createdAt) AS since
ORDER BY since, module
LIMIT $limit
