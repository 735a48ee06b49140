// Number of saved views, in total and of one person.
// @param owner STRING  name of the owner
// @param key   STRING  id of their API key; empty without one
// @returns total INTEGER, own INTEGER
// @access read
// @example {"owner": "local", "key": ""}
OPTIONAL MATCH (v:SavedView)
RETURN count(v) AS total, sum(CASE WHEN v.owner = $owner AND coalesce(v.ownerKey, '') = $key THEN 1 ELSE 0 END) AS own
