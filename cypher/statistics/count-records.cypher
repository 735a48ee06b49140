// Stores the number of records of each entity of some modules in its statistics, and their sum in those of the module. The lock is written first, so that a later count is never older.
// @param keys LIST<STRING>  keys of the modules
// @returns modules INTEGER
// @access write
// @example {"keys": ["crm"]}
MERGE (lock:Lock {name: 'statistics'})
SET lock.at = datetime()
WITH lock
UNWIND $keys AS key
MATCH (m:Module {key: key})
OPTIONAL MATCH (space:RecordSpace {module: m.id})
MATCH (m)-[:HAS_STATISTICS]->(numbers:Statistics)
WHERE numbers.entity IS NOT NULL
WITH m, numbers, coalesce(space.name, m.key) + '/' + numbers.entity AS kind
CALL (kind) {
  MATCH (r:Record)
  WHERE r._kind = kind AND r.id > ''
  RETURN count(r) AS total
}
FOREACH (_ IN CASE WHEN numbers.recordCount = total THEN [] ELSE [1] END |
  SET
    numbers.recordCount = total,
    numbers.collectedAt = datetime()
)
WITH m, sum(total) AS all
MATCH (m)-[:HAS_STATISTICS]->(whole:Statistics)
WHERE whole.entity IS NULL AND whole.recordCount <> all
SET
  whole.recordCount = all,
  whole.collectedAt = datetime()
RETURN count(*) AS modules
