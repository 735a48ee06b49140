// Unhealthy modules with dependents of high criticality.
// @param limit INTEGER maximum number of rows
// @returns module STRING, health Health, users LIST<STRING>
// @access read
// @grows with the modules
// @example {"limit": 50}
MATCH (m:Module)
WHERE m.health IN ['warning', 'error']
WITH m, COLLECT {
  MATCH (m)-[:HAS_CAPABILITY]->(c)<-[r:DEPENDS_ON {criticality: 'high'}]-(u)
  RETURN u.ref
  ORDER BY u.ref
  LIMIT 20
} AS users
WHERE size(users) > 0
RETURN m.key AS module, m.health AS health, users
ORDER BY size(users) DESC, module
LIMIT $limit
