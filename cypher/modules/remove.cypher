// Deletes modules with their aliases, statistics and monitoring state; their parts are deleted separately.
// @param refs LIST<STRING>  refs of modules
// @returns removed INTEGER
// @access write
// @example {"refs": ["module:crm"]}
UNWIND $refs AS ref
MATCH (m:RegistryNode {ref: ref})
CALL (m) {
  MATCH (m)-[:HAS_STATISTICS]->(numbers:Statistics)
  OPTIONAL MATCH (sample:Sample)
  WHERE sample.of = numbers.ref AND sample.resolution IN ['minute', 'hour', 'day'] AND sample.at IS NOT NULL
  DETACH DELETE sample, numbers
}
CALL (m) {
  MATCH (m)-[:HAS_ALIAS]->(alias:Alias)
  DETACH DELETE alias
}
CALL (m) {
  MATCH (m)-[:HAS_HEALTH]->(state:HealthState)
  DETACH DELETE state
}
DETACH DELETE m
RETURN count(m) AS removed
