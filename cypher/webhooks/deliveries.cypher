// Deliveries of a webhook, newest first, paginated.
// @param webhook STRING         id of the webhook
// @param state   LIST<STRING>?  any of pending, delivered, dead
// @param before  STRING         id of the last row of the previous page
// @param limit   INTEGER        maximum number of rows
// @returns revision INTEGER, total INTEGER, items LIST<Delivery>
// @access read
// @example {"webhook": "1", "state": ["dead"], "before": "z", "limit": 50}
MATCH (registry:Registry {id: 'registry'})
MATCH (w:Alert:Webhook {ref: 'webhook:' + $webhook})
CALL (w) {
  MATCH (w)<-[:TO]-(d:Delivery)
  WHERE $state IS NULL OR d.state IN $state
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
    RETURN d {.*}
  } AS items
