// Number of dependencies between the modules of different owners.
// @param limit INTEGER maximum number of rows
// @returns owner STRING, dependsOn STRING, relationships INTEGER
// @access read
// @grows with the dependencies between modules
// @example {"limit": 50}
MATCH (a:Module)-[:DEPENDS_ON]->(b:Module)
WHERE a.owner <> b.owner
RETURN a.owner AS owner, b.owner AS dependsOn, count(*) AS relationships
ORDER BY relationships DESC, owner, dependsOn
LIMIT $limit
