// Which modules each module depends on directly, by itself or by its parts; all of the registry.
// @returns key, needs
// @access read
// @example {}
MATCH (m:Module)-[:MODULE_DEPENDS_ON]->(needed:Module)
RETURN m.key AS key, collect(needed.key) AS needs
