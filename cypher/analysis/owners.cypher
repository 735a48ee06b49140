// Owners with the number of their modules and of the dependencies on these.
// @param limit INTEGER maximum number of rows
// @returns owner STRING, modules INTEGER, dependants INTEGER
// @access read
// @grows with the modules and their dependencies
// @example {"limit": 50}
MATCH (m:Module)
WHERE m.owner IS NOT NULL
WITH m.owner AS owner, count(*) AS modules, sum(COUNT { (m)<-[:DEPENDS_ON]-(:Module) }) AS dependants
RETURN owner, modules, dependants
ORDER BY modules DESC, owner
LIMIT $limit
