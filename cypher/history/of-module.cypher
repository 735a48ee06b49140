// The changes of a module, its parts and their relationships, newest first, without the resources before and after them; also when the module is gone.
// @param key    STRING   key of the module
// @param before INTEGER  only those with a smaller number
// @param limit  INTEGER  how many at most
// @returns revision, total, items
// @access read
// @example {"key": "crm", "before": 9000000000, "limit": 50}
MATCH (registry:Registry {id: 'registry'})
CALL () {
  CALL () {
    MATCH (change:Change {ref: 'module:' + $key})
    RETURN change
    UNION
    UNWIND ['capability:', 'configuration:', 'entity:', 'endpoint:'] AS kind
    MATCH (change:Change)
    WHERE change.ref STARTS WITH kind + $key + '/'
    RETURN change
    UNION
    MATCH (change:Change {source: $key})
    RETURN change
    UNION
    MATCH (change:Change {target: $key})
    RETURN change
  }
  MATCH (change)<-[:CHANGED]-(entry:Revision)
  WITH DISTINCT entry
  ORDER BY entry.number DESC
  RETURN collect(entry) AS entries
}
RETURN
  registry.revision AS revision,
  size(entries) AS total,
  COLLECT {
    UNWIND entries AS entry
    WITH entry
    WHERE entry.number < $before
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
