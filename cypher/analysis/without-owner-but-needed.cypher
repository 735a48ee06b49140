// Modules without an owner by number of dependents that have one, most first.
// @param limit INTEGER maximum number of rows
// @returns module STRING, dependants INTEGER, owners LIST<STRING>
// @access read
// @grows with the dependencies between modules
// @example {"limit": 50}
MATCH (m:Module)<-[:DEPENDS_ON]-(d:Module)
WHERE m.owner IS NULL AND d.owner IS NOT NULL
RETURN m.key AS module, count(d) AS dependants, collect(DISTINCT d.owner)[..20] AS owners
ORDER BY dependants DESC, module
LIMIT $limit
