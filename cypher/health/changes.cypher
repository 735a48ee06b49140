// Latest changes of health, newest first, with the module before and after each.
// @param limit INTEGER  maximum number of rows
// @returns entry RevisionWithChanges
// @access read
// @example {"limit": 20}
MATCH (entry:Revision)
WHERE entry.kind = 'module.health' AND entry.number > 0
WITH entry
ORDER BY entry.kind DESC, entry.number DESC
LIMIT $limit
RETURN entry {
  .*,
  changes: COLLECT {
    MATCH (entry)-[:CHANGED]->(change:Change)
    RETURN change {.*}
    ORDER BY change.position
    LIMIT 1
  }
} AS entry
ORDER BY entry.number DESC
