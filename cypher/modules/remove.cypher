// Removes modules with their statistics; their parts are removed by themselves.
// @param refs LIST<STRING>  refs of modules
// @returns removed
// @access write
// @example {"refs": ["module:crm"]}
UNWIND $refs AS ref
MATCH (m:Module {ref: ref})
OPTIONAL MATCH (m)-[:HAS_STATISTICS]->(numbers:Statistics)
DETACH DELETE m, numbers
RETURN count(DISTINCT m) AS removed
