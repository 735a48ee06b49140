// API keys, oldest first, paginated.
// @param after STRING   id of the last row of the previous page; empty for the first page
// @param limit INTEGER  maximum number of rows
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
