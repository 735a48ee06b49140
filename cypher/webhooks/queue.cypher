// Queues deliveries of a webhook and stores the last change it covers, while the monitor holds its lease.
// @param name    STRING     name of the lease
// @param fence   INTEGER    fencing token of the lease
// @param webhook STRING     id of the webhook
// @param known   INTEGER    last revision that the deliveries cover
// @param rows    LIST<MAP>  deliveries
// @returns queued INTEGER
// @access write
// @example {"name": "monitor", "fence": 1, "webhook": "1", "known": 1, "rows": [{"ref": "delivery:1"}]}
OPTIONAL MATCH (lease:Lease {name: $name})
SET lease.asked = datetime.realtime()
WITH lease
OPTIONAL MATCH (w:Alert:Webhook {ref: 'webhook:' + $webhook})
WHERE lease.fence = $fence AND w.known < $known
CALL (w) {
  WITH w
  WHERE w IS NOT NULL
  SET w.known = $known
  WITH w
  UNWIND $rows AS row
  CREATE (d:Alert:Delivery:PendingDelivery)-[:TO]->(w)
  SET d = row, d.nextAt = datetime()
  RETURN count(*) AS one
}
RETURN sum(one) AS queued
