// Brings the records of restored modules back, and keeps those of deleted modules apart from new modules of the same key.
// @param rows LIST<{key STRING, id STRING}>  key and id of each module
// @returns entered INTEGER
// @access write
// @example {"rows": [{"key": "crm", "id": "0199"}]}
UNWIND $rows AS row
MATCH (former:RecordSpace {key: row.key})
WITH DISTINCT row
MERGE (space:RecordSpace {module: row.id})
ON CREATE SET
  space.key = row.key,
  space.name = row.key + '~' + row.id
REMOVE space.deletedAt
RETURN count(*) AS entered
