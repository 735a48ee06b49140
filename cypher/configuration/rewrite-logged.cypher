// Replaces what the log says of configurations before and after changes; who changed them and when stays.
// @param rows LIST<{number INTEGER, position INTEGER, before STRING?, after STRING?}>  revision of each change, position
//   within the revision, and the configuration before and after it as JSON
// @returns rewritten INTEGER
// @access write
// @example {"rows": [{"number": 1, "position": 0, "before": null, "after": "{}"}]}
UNWIND $rows AS row
MATCH (:Revision {number: row.number})-[:CHANGED]->(change:Change {position: row.position})
SET change.before = row.before, change.after = row.after
RETURN count(*) AS rewritten
