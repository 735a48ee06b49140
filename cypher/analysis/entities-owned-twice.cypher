// Entity names that occur in more than one module.
// @param limit INTEGER maximum number of rows
// @returns entity STRING, modules LIST<STRING>
// @access read
// @grows with the entities
// @example {"limit": 50}
MATCH (e:Entity)<-[:HAS_ENTITY]-(m:Module)
WITH toLower(e.name) AS entity, m
ORDER BY m.key
WITH entity, collect(m.key) AS modules
WHERE size(modules) > 1
RETURN entity, modules
ORDER BY size(modules) DESC, entity
LIMIT $limit
