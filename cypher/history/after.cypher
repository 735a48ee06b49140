// Changes after a given one, oldest first, without the resources before and after.
// @param after  INTEGER  last known revision
// @param module STRING?  only changes of the module with this key, its parts and their relationships
// @param limit  INTEGER  maximum number of rows
// @returns entry Revision
// @access read
// @example {"after": 0, "module": "crm", "limit": 100}
MATCH (entry:Revision)
WHERE entry.number > $after
  AND ($module IS NULL OR EXISTS {
    MATCH (entry)-[:CHANGED]->(change:Change)
    WHERE split(split(change.ref, ':')[1], '/')[0] = $module OR $module IN [change.source, change.target]
  })
WITH entry
ORDER BY entry.number
LIMIT $limit
RETURN entry {
  .*,
  changes: COLLECT {
    MATCH (entry)-[:CHANGED]->(change:Change)
    WITH change
    ORDER BY change.position
    RETURN change {.ref, .kind}
  }
} AS entry
ORDER BY entry.number
