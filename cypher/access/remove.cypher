// Removes a key.
// @param id STRING  its id
// @returns removed
// @access write
// @example {"id": "1"}
MATCH (k:ApiKey {id: $id})
DELETE k
RETURN count(*) AS removed
