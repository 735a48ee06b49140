// Whether a saved query belongs to somebody.
// @param name  STRING  its name
// @param owner STRING  name of the person
// @param key   STRING  id of their API key; empty without one
// @returns name STRING
// @access read
// @example {"name": "example", "owner": "local", "key": ""}
MATCH (q:SavedQuery {name: $name})
WHERE q.owner = $owner AND coalesce(q.ownerKey, '') = $key
RETURN q.name AS name
