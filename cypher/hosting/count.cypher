// How many records an entity has, counted while nobody else counts, and kept with its numbers and those of this minute.
// @param kind NAME    module and entity, the label of the records
// @param ref  STRING  ref of the numbers
// @returns recordCount
// @access write
// @example {"kind": "crm/Order", "ref": "statistics:crm/Order"}
MATCH (numbers:Statistics {ref: $ref})
CALL () {
  MATCH (r:$($kind))
  RETURN count(r) AS recordCount
}
SET numbers.recordCount = recordCount
WITH numbers, recordCount
OPTIONAL MATCH (sample:Sample {ref: $ref + ' minute ' + toString(datetime.truncate('minute'))})
SET sample.recordCount = recordCount
RETURN recordCount
