// Keeps the records of deleted modules out of sight, if there are any.
// @param rows LIST<{key STRING, id STRING}>  key and id of each module
// @returns kept INTEGER
// @access write
// @example {"rows": [{"key": "crm", "id": "0199"}]}
UNWIND $rows AS row
OPTIONAL MATCH (own:RecordSpace {module: row.id})
WITH row, coalesce(own.name, row.key) AS name
WHERE EXISTS { MATCH (r:Record) WHERE r._kind STARTS WITH name + '/' AND r.id > '' }
MERGE (space:RecordSpace {module: row.id})
ON CREATE SET
  space.key = row.key,
  space.name = name
SET space.deletedAt = datetime()
RETURN count(*) AS kept
