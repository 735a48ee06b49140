// Creates or updates a saved view; returns no row if the revision is out of date.
// @param id         STRING    its id
// @param expected   INTEGER?  the revision that is changed; null for a new view
// @param properties MAP       properties of the view
// @returns id STRING
// @access write
// @example {"id": "example", "expected": null, "properties": {"id": "example", "name": "Example", "page": "graph", "owner": "ann", "sharing": "shared", "rev": 1, "createdAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z", "contents": "{}"}}
MERGE (v:SavedView {id: $id})
SET v.locked = true
WITH v
WHERE coalesce(v.rev, 0) = coalesce($expected, 0)
SET v = $properties
RETURN v.id AS id
