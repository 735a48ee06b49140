// Counts the records of an entity and stores the count in its statistics, those of this minute and those of its module. The lock of statistics is held meanwhile, so that a later count is never older.
// @param kind   NAME    module and entity, the label of the records
// @param ref    STRING  ref of the statistics of the entity
// @param module STRING  ref of the statistics of the module
// @returns recordCount INTEGER
// @access write
// @example {"kind": "crm/Order", "ref": "statistics:crm/Order", "module": "statistics:crm"}
MATCH (numbers:Statistics {ref: $ref})
CALL () {
  MATCH (r:$($kind))
  RETURN count(r) AS recordCount
}
SET numbers.recordCount = recordCount
WITH numbers, recordCount
MATCH (whole:Statistics {ref: $module})<-[:HAS_STATISTICS]-(m:Module)
CALL (m) {
  MATCH (m)-[:HAS_STATISTICS]->(part:Statistics)
  WHERE part.entity IS NOT NULL
  RETURN sum(part.recordCount) AS all
}
SET whole.recordCount = all
WITH recordCount, all
UNWIND [{ref: $ref, count: recordCount}, {ref: $module, count: all}] AS counted
OPTIONAL MATCH (sample:Sample {ref: counted.ref + ' minute ' + toString(datetime.truncate('minute'))})
SET sample.recordCount = counted.count
RETURN DISTINCT recordCount
