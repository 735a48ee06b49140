// All changes, newest first, without the resources before and after.
// @param before INTEGER  only changes with a smaller revision
// @param limit  INTEGER  maximum number of rows
// @returns revision INTEGER, total INTEGER, items LIST<Revision>
// @access read
// @example {"before": 9000000000, "limit": 50}
MATCH (registry:Registry {id: 'registry'})
RETURN
  registry.revision AS revision,
  COUNT { (:Revision) } AS total,
  COLLECT {
    MATCH (entry:Revision)
    WHERE entry.number < $before
    WITH entry
    ORDER BY entry.number DESC
    LIMIT $limit
    RETURN entry {
      .*,
      changes: COLLECT {
        MATCH (entry)-[:CHANGED]->(change:Change)
        WITH change
        ORDER BY change.position
        RETURN change {.ref, .kind}
      }
    }
  } AS items
