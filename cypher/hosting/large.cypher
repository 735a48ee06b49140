// Field definitions of the entities that have many records.
// @param many INTEGER  minimum number of records
// @returns fields STRING
// @access read
// @example {"many": 200}
MATCH (numbers:Statistics)
WHERE numbers.entity IS NOT NULL AND numbers.recordCount >= $many
MATCH (e:Entity {ref: 'entity:' + numbers.module + '/' + numbers.entity})
RETURN e.fields AS fields
ORDER BY e.ref
