// Drafts, newest first, paginated, without their documents.
// @param state  LIST<STRING>? any of these
// @param module LIST<STRING>? keys of the modules that they are about
// @param author LIST<STRING>? any of these
// @param before STRING        id of the last row of the previous page
// @param limit  INTEGER       maximum number of rows
// @returns revision INTEGER, total INTEGER, items LIST<MAP>
// @access read
// @example {"state": ["pending_review"], "module": null, "author": null, "before": "~", "limit": 50}
MATCH (registry:Registry {id: 'registry'})
CALL () {
  MATCH (d:Draft)
  WHERE ($state IS NULL OR d.state IN $state)
    AND ($module IS NULL OR d.module IN $module)
    AND ($author IS NULL OR d.author IN $author)
  RETURN collect(d) AS found
}
RETURN
  registry.revision AS revision,
  size(found) AS total,
  COLLECT {
    UNWIND found AS d
    WITH d
    WHERE d.id < $before
    ORDER BY d.id DESC
    LIMIT $limit
    RETURN d {.id, .ref, .rev, .title, .state, .module, .actor, .author, .reviewer, .model, .patchId, .revision, .createdAt, .updatedAt}
  } AS items
