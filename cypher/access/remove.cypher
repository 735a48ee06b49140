// Deletes an API key.
// @param id STRING  its id
// @returns removed INTEGER
// @access write
// @example {"id": "1"}
MATCH (k:ApiKey {id: $id})
DELETE k
RETURN count(*) AS removed
