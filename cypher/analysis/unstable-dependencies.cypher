// Dependencies of modules of version 1.0.0 or later on modules before 1.0.0.
// @param limit INTEGER maximum number of rows
// @returns source STRING, version STRING, target STRING, targetVersion STRING
// @access read
// @grows with the dependencies between modules
// @example {"limit": 50}
MATCH (a:Module)-[:DEPENDS_ON]->(b:Module)
WHERE b.version STARTS WITH '0.' AND NOT a.version STARTS WITH '0.'
RETURN a.key AS source, a.version AS version, b.key AS target, b.version AS targetVersion
ORDER BY source, target
LIMIT $limit
