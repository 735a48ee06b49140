// Entities that no capability operates on.
// @param limit INTEGER maximum number of rows
// @returns module STRING, entity STRING
// @access read
// @grows with the entities
// @example {"limit": 50}
MATCH (m:Module)-[:HAS_ENTITY]->(e:Entity)
WHERE NOT EXISTS { (:Capability)-[:OPERATES_ON]->(e) }
RETURN m.key AS module, e.name AS entity
ORDER BY module, entity
LIMIT $limit
