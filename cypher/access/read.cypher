// An API key by its id.
// @param id STRING  its id
// @returns key ApiKey
// @access read
// @example {"id": "1"}
MATCH (k:ApiKey {id: $id})
RETURN k {.*} AS key
