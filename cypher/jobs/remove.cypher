// Deletes a job.
// @param id STRING  its id
// @returns removed INTEGER
// @access write
// @example {"id": "0199-example"}
MATCH (j:Job {id: $id})
DELETE j
RETURN count(*) AS removed
