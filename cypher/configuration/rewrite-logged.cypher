// Replaces what the log says of a configuration before and after a change; who changed it and when stays.
// @param number   INTEGER  revision of the change
// @param position INTEGER  position within the revision
// @param before   STRING?  the configuration before the change as JSON
// @param after    STRING?  the configuration after the change as JSON
// @returns rewritten INTEGER
// @access write
// @example {"number": 1, "position": 0, "before": null, "after": "{}"}
MATCH (:Revision {number: $number})-[:CHANGED]->(change:Change {position: $position})
SET change.before = $before, change.after = $after
RETURN count(*) AS rewritten
