// Tells the process of a job to end it.
// @param id STRING  its id
// @returns id STRING
// @access write
// @example {"id": "0199-example"}
MATCH (j:Job {id: $id})
WHERE j.state IN ['queued', 'running']
SET j.isCancelled = true
RETURN j.id AS id
