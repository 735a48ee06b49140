// Forgets the view of a person.
// @param id  STRING   its id
// @param rev INTEGER  the revision that is known
// @returns removed INTEGER
// @access write
// @example {"id": "none", "rev": 1}
MATCH (v:SavedView {id: $id})
SET v.locked = true
WITH v
WHERE v.rev = $rev
DETACH DELETE v
RETURN count(*) AS removed
