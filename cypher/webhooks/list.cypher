// Webhooks, oldest first, paginated.
// @param after STRING   id of the last row of the previous page; empty for the first page
// @param limit INTEGER  maximum number of rows
// @returns revision INTEGER, total INTEGER, items LIST<Webhook>
// @access read
// @example {"after": "", "limit": 50}
MATCH (registry:Registry {id: 'registry'})
RETURN
  registry.revision AS revision,
  COUNT { (:Webhook) } AS total,
  COLLECT {
    MATCH (w:Webhook)
    WHERE w.id > $after
    WITH w
    ORDER BY w.id
    LIMIT $limit
    RETURN w {.*}
  } AS items
