// Keys with which people may come in, oldest first, a page at a time.
// @param after STRING   the id after which the page starts, empty for the first
// @param limit INTEGER  how many at most
// @returns revision INTEGER, total INTEGER, items LIST<ApiKey>
// @access read
// @example {"after": "", "limit": 50}
MATCH (registry:Registry {id: 'registry'})
RETURN
  registry.revision AS revision,
  COUNT { (:ApiKey) } AS total,
  COLLECT {
    MATCH (k:ApiKey)
    WHERE k.id > $after
    WITH k
    ORDER BY k.id
    LIMIT $limit
    RETURN k {.*}
  } AS items
