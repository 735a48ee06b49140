// Changes that match all filters, newest first, without the resources before and after.
// @param actor  LIST<STRING>? any of these actors
// @param via    LIST<STRING>? any of these interfaces
// @param kind   LIST<STRING>? any of these kinds, such as module.create, or prefixes, such as module
// @param since  DATETIME?     start of the period
// @param until  DATETIME?     end of the period, exclusive
// @param before INTEGER       only changes with a smaller revision
// @param limit  INTEGER       maximum number of rows
// @returns revision INTEGER, total INTEGER, items LIST<Revision>
// @access read
// @example {"actor": null, "via": ["rest"], "kind": ["module"], "since": null, "until": null, "before": 9000000000, "limit": 50}
MATCH (registry:Registry {id: 'registry'})
RETURN
  registry.revision AS revision,
  COUNT {
    MATCH (entry:Revision)
    WHERE ($actor IS NULL OR entry.actor IN $actor)
      AND ($via IS NULL OR entry.via IN $via)
      AND ($kind IS NULL OR entry.kind IN $kind OR split(entry.kind, '.')[0] IN $kind)
      AND ($since IS NULL OR entry.at >= $since)
      AND ($until IS NULL OR entry.at < $until)
  } AS total,
  COLLECT {
    MATCH (entry:Revision)
    WHERE entry.number < $before
      AND ($actor IS NULL OR entry.actor IN $actor)
      AND ($via IS NULL OR entry.via IN $via)
      AND ($kind IS NULL OR entry.kind IN $kind OR split(entry.kind, '.')[0] IN $kind)
      AND ($since IS NULL OR entry.at >= $since)
      AND ($until IS NULL OR entry.at < $until)
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
