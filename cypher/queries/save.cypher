// Creates or updates a saved query; returns no row if the revision is out of date.
// @param name       STRING    the name, without its folder
// @param expected   INTEGER?  the revision that is changed; null for a new query
// @param properties MAP       properties of the query
// @returns name STRING
// @access write
// @example {"name": "example", "expected": null, "properties": {"name": "example", "owner": "ann", "sharing": "shared", "rev": 1, "contents": "{}"}}
MERGE (q:SavedQuery {name: $name})
SET q.locked = true
WITH q
WHERE coalesce(q.rev, 0) = coalesce($expected, 0)
SET q = $properties
RETURN q.name AS name
