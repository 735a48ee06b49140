// Creates zero statistics for a module and its entities where missing, and deletes those of removed entities.
// @param key STRING  key of the module
// @returns sets INTEGER
// @access write
// @example {"key": "crm"}
MATCH (m:Module {key: $key})
CALL (m) {
  MATCH (m)-[:HAS_STATISTICS]->(old:Statistics)
  WHERE old.entity IS NOT NULL AND NOT EXISTS { (m)-[:HAS_ENTITY]->(:Entity {name: old.entity}) }
  OPTIONAL MATCH (sample:Sample)
  WHERE sample.of = old.ref AND sample.resolution IN ['minute', 'hour', 'day'] AND sample.at IS NOT NULL
  DETACH DELETE sample, old
}
UNWIND [null] + COLLECT { MATCH (m)-[:HAS_ENTITY]->(e:Entity) RETURN e.name } AS entity
MERGE (numbers:Statistics {ref: 'statistics:' + m.key + coalesce('/' + entity, '')})
ON CREATE SET
  numbers.module = m.key,
  numbers.entity = entity,
  numbers.recordCount = 0,
  numbers.requestCount = 0,
  numbers.clientErrorCount = 0,
  numbers.errorCount = 0,
  numbers.errorRate = 0.0,
  numbers.collectedAt = datetime()
MERGE (m)-[:HAS_STATISTICS]->(numbers)
RETURN count(*) AS sets
