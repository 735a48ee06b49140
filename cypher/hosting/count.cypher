// Stores the number of records of an entity in its statistics, those of this minute and those of its module.
// @param ref         STRING   ref of the statistics of the entity
// @param module      STRING   ref of the statistics of the module
// @param recordCount INTEGER  number of its records
// @returns recordCount INTEGER
// @access write
// @example {"ref": "statistics:crm/Order", "module": "statistics:crm", "recordCount": 3}
MATCH (numbers:Statistics {ref: $ref})
SET numbers.recordCount = $recordCount
WITH numbers
MATCH (whole:Statistics {ref: $module})<-[:HAS_STATISTICS]-(m:Module)
CALL (m) {
  MATCH (m)-[:HAS_STATISTICS]->(part:Statistics)
  WHERE part.entity IS NOT NULL
  RETURN sum(part.recordCount) AS all
}
SET whole.recordCount = all
WITH all
UNWIND [{ref: $ref, count: $recordCount}, {ref: $module, count: all}] AS counted
OPTIONAL MATCH (sample:Sample {ref: counted.ref + ' minute ' + toString(datetime.truncate('minute'))})
SET sample.recordCount = counted.count
RETURN DISTINCT $recordCount AS recordCount
