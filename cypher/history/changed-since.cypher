// What has changed since a given change, itself included, oldest first; of relationships with their states, which say what they join and joined.
// @param revision INTEGER number of the change
// @param limit    INTEGER maximum number of rows
// @returns number INTEGER, operation STRING, ref STRING, states LIST<STRING>
// @access read
// @grows with the changes since
// @example {"revision": 1, "limit": 100}
MATCH (entry:Revision)
WHERE entry.number >= $revision
WITH entry
ORDER BY entry.number
LIMIT $limit
MATCH (entry)-[:CHANGED]->(change:Change)
RETURN
  entry.number AS number,
  entry.operation AS operation,
  change.ref AS ref,
  CASE
    WHEN change.source IS NULL THEN []
    ELSE [state IN [change.before, change.after] WHERE state IS NOT NULL]
  END AS states
ORDER BY number, change.position
LIMIT $limit
