// Changes of a module, its parts and their relationships, newest first, without the resources before and after; also of a deleted module.
// @param key    STRING        key of the module
// @param actor  LIST<STRING>? any of these actors
// @param via    LIST<STRING>? any of these interfaces
// @param kind   LIST<STRING>? any of these kinds, such as module.create, or prefixes, such as module
// @param since  DATETIME?     start of the period
// @param until  DATETIME?     end of the period, exclusive
// @param before INTEGER       only changes with a smaller revision
// @param limit  INTEGER       maximum number of rows
// @returns revision INTEGER, total INTEGER, items LIST<Revision>
// @access read
// @example {"key": "crm", "actor": null, "via": null, "kind": null, "since": null, "until": null, "before": 9000000000, "limit": 50}
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
  WHERE ($actor IS NULL OR entry.actor IN $actor)
    AND ($via IS NULL OR entry.via IN $via)
    AND ($kind IS NULL OR entry.kind IN $kind OR split(entry.kind, '.')[0] IN $kind)
    AND ($since IS NULL OR entry.at >= $since)
    AND ($until IS NULL OR entry.at < $until)
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
