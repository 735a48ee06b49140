// Deletes a saved view.
// @param id  STRING   its id
// @param rev INTEGER  expected revision
// @returns removed INTEGER
// @access write
// @example {"id": "none", "rev": 1}
MATCH (v:SavedView {id: $id})
SET v.locked = true
WITH v
WHERE v.rev = $rev
DETACH DELETE v
RETURN count(*) AS removed
