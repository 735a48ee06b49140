// Modules by key, paginated, directly from the index, for lists without filters or sorting.
// @param after STRING   key of the last row of the previous page; empty for the first page
// @param limit INTEGER  maximum number of rows
// @returns revision INTEGER, total INTEGER, items LIST<MAP>
// @access read
// @example {"after": "", "limit": 50}
MATCH (registry:Registry {id: 'registry'})
RETURN
  registry.revision AS revision,
  COUNT { (:Module) } AS total,
  COLLECT {
    MATCH (m:Module)
    WHERE m.key > $after
    WITH m
    ORDER BY m.key
    LIMIT $limit
    RETURN m {.*}
  } AS items
