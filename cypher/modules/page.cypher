// Modules by key, a page at a time, straight from the index: the list when nothing is filtered or sorted.
// @param after STRING   the key after which the page starts, empty for the first
// @param limit INTEGER  how many at most
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
