// Changes of a configuration, newest first; also of a deleted one.
// @param ref    STRING   ref of the configuration
// @param before INTEGER  only changes with a smaller revision
// @param limit  INTEGER  maximum number of rows
// @returns revision INTEGER, total INTEGER, items LIST<{number INTEGER, at DATETIME, actor STRING, via Via,
//   kind ChangeKind, before STRING?, after STRING?}>
// @access read
// @example {"ref": "configuration:crm/customer-schema", "before": 9000000000, "limit": 50}
MATCH (registry:Registry {id: 'registry'})
RETURN
  registry.revision AS revision,
  COUNT { (:Change {ref: $ref}) } AS total,
  COLLECT {
    MATCH (change:Change {ref: $ref})<-[:CHANGED]-(entry:Revision)
    WHERE entry.number < $before
    RETURN {
      number: entry.number,
      at: entry.at,
      actor: entry.actor,
      via: entry.via,
      kind: change.kind,
      before: change.before,
      after: change.after
    }
    ORDER BY entry.number DESC
    LIMIT $limit
  } AS items
