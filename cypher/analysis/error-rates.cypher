// Modules by error rate, highest first. Errors are responses with status 5xx; those with 4xx are counted apart.
// @param limit INTEGER maximum number of rows
// @returns module STRING, requests INTEGER, clientErrors INTEGER, errors INTEGER, rate FLOAT
// @access read
// @grows with the statistics
// @example {"limit": 50}
MATCH (m:Module)-[:HAS_STATISTICS]->(s:Statistics)
WHERE s.entity IS NULL AND s.requestCount > 0
RETURN
  m.key AS module,
  s.requestCount AS requests,
  coalesce(s.clientErrorCount, 0) AS clientErrors,
  s.errorCount AS errors,
  1.0 * s.errorCount / s.requestCount AS rate
ORDER BY rate DESC, module
LIMIT $limit
