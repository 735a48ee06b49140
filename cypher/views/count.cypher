// Number of saved views, in total and of one person.
// @param owner STRING  owner
// @returns total INTEGER, own INTEGER
// @access read
// @example {"owner": "local"}
OPTIONAL MATCH (v:SavedView)
RETURN count(v) AS total, sum(CASE WHEN v.owner = $owner THEN 1 ELSE 0 END) AS own
