// Deletes a saved query.
// @param name STRING   the name, without its folder
// @param rev  INTEGER  expected revision
// @returns removed INTEGER
// @access write
// @example {"name": "none", "rev": 1}
MATCH (q:SavedQuery {name: $name})
SET q.locked = true
WITH q
WHERE q.rev = $rev
DETACH DELETE q
RETURN count(*) AS removed
