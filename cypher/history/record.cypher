// Writes the log entry of the change that holds the lock, with the resources before and after as JSON.
// @param revision MAP       number, at, actor, via, kind, ref, patchId, operation
// @param changes  LIST<MAP> ref, kind, before, after
// @returns number INTEGER
// @access write
// @example {"revision": {"number": 1000001, "operation": "0199-example", "kind": "module.create"}, "changes": [{"ref": "module:example", "kind": "created", "after": "{}"}]}
CREATE (revision:Revision)
SET revision = $revision
WITH revision
UNWIND range(0, size($changes) - 1) AS position
CREATE (revision)-[:CHANGED]->(change:Change {position: position})
SET change += $changes[position]
RETURN DISTINCT revision.number AS number
