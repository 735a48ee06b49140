// Modules with entities but without a configuration.
// @param limit INTEGER maximum number of rows
// @returns module STRING, entities INTEGER
// @access read
// @grows with the modules
// @example {"limit": 50}
MATCH (m:Module)
WHERE EXISTS { (m)-[:HAS_ENTITY]->() } AND NOT EXISTS { (m)-[:HAS_CONFIGURATION]->() }
RETURN m.key AS module, COUNT { (m)-[:HAS_ENTITY]->() } AS entities
ORDER BY entities DESC, module
LIMIT $limit
