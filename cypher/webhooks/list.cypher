// Webhooks, oldest first, a page at a time.
// @param after STRING   the id after which the page starts, empty for the first
// @param limit INTEGER  how many at most
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
