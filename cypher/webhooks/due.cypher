// Messages to webhooks whose time has come, the longest waiting first.
// @param limit INTEGER  how many at most
// @returns delivery Delivery, webhook Webhook
// @access read
// @example {"limit": 50}
MATCH (d:PendingDelivery)-[:TO]->(w:Webhook)
WHERE d.nextAt <= datetime()
WITH d, w
ORDER BY d.nextAt, d.ref
LIMIT $limit
RETURN d {.*} AS delivery, w {.*} AS webhook
ORDER BY d.nextAt, d.ref
