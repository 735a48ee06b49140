// Whether a saved view belongs to somebody.
// @param id    STRING  its id
// @param owner STRING  name of the person
// @param key   STRING  id of their API key; empty without one
// @returns id STRING
// @access read
// @example {"id": "0199", "owner": "local", "key": ""}
MATCH (v:SavedView {id: $id})
WHERE v.owner = $owner AND coalesce(v.ownerKey, '') = $key
RETURN v.id AS id
