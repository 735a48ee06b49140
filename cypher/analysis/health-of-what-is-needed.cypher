// Unhealthy modules by number of dependents, most first.
// @param limit INTEGER maximum number of rows
// @returns module STRING, health Health, dependants INTEGER
// @access read
// @grows with the modules
// @example {"limit": 50}
MATCH (m:Module)
WHERE m.health IN ['warning', 'error']
RETURN m.key AS module, m.health AS health, COUNT { (m)<-[:DEPENDS_ON]-(:Module) } AS dependants
ORDER BY dependants DESC, module
LIMIT $limit
