// How many views there are, and how many of them one person has.
// @param owner STRING  who keeps them
// @returns total INTEGER, own INTEGER
// @access read
// @example {"owner": "local"}
OPTIONAL MATCH (v:SavedView)
RETURN count(v) AS total, sum(CASE WHEN v.owner = $owner THEN 1 ELSE 0 END) AS own
