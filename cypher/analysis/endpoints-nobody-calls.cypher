// Modules with endpoints that no other module depends on, integrates with or receives data from.
// @param limit INTEGER maximum number of rows
// @returns module STRING, endpoints INTEGER
// @access read
// @grows with the modules
// @example {"limit": 50}
MATCH (m:Module)
WHERE EXISTS { (m)-[:HAS_ENDPOINT]->() }
  AND NOT EXISTS { (m)<-[:DEPENDS_ON]-(:Module) }
  AND NOT EXISTS { (m)-[:INTEGRATES_WITH]-(:Module) }
  AND NOT EXISTS { (m)-[:FLOWS_TO]->(:Module) }
RETURN m.key AS module, COUNT { (m)-[:HAS_ENDPOINT]->() } AS endpoints
ORDER BY endpoints DESC, module
LIMIT $limit
