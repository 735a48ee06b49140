// Deprecated or inactive modules that others depend on.
// @param limit INTEGER maximum number of rows
// @returns module STRING, status Status, dependants INTEGER
// @access read
// @grows with the modules
// @example {"limit": 50}
MATCH (m:Module)
WHERE m.status IN ['deprecated', 'inactive', 'error']
WITH m, COUNT { (m)<-[:DEPENDS_ON]-(:Module) } AS dependants
WHERE dependants > 0
RETURN m.key AS module, m.status AS status, dependants
ORDER BY dependants DESC, module
LIMIT $limit
