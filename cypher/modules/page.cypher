// Modules by key, paginated, directly from the index, for lists without filters or sorting.
// @param after STRING   key of the last row of the previous page; empty for the first page
// @param limit INTEGER  maximum number of rows
// @returns revision INTEGER, modules INTEGER, items LIST<MAP>
// @access read
// @example {"after": "", "limit": 50}
MATCH (registry:Registry {id: 'registry'})
RETURN
  registry.revision AS revision,
  COUNT { (:Module) } AS modules,
  COLLECT {
    MATCH (m:Module)
    WHERE m.key > $after
    WITH m
    ORDER BY m.key
    LIMIT $limit
    RETURN m {.*, createdAt: toString(m.createdAt), updatedAt: toString(m.updatedAt)}
  } AS items
