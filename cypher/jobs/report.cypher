// Writes how far the jobs of a process are; of those that were deleted meanwhile, nothing is returned.
// @param rows LIST<{id STRING, properties MAP}>
//   id, and what has changed
// @returns id STRING, isCancelled BOOLEAN
// @access write
// @example {"rows": [{"id": "0199-example", "properties": {"state": "running", "done": 5}}]}
UNWIND $rows AS row
MATCH (j:Job {id: row.id})
SET j += row.properties
SET j.seenAt = datetime()
RETURN j.id AS id, coalesce(j.isCancelled, false) AS isCancelled
ORDER BY id
