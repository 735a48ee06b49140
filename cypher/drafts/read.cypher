// A draft with its document.
// @param id STRING  its id
// @returns draft MAP
// @access read
// @example {"id": "0199-example"}
MATCH (d:Draft {id: $id})
RETURN d {.*} AS draft
