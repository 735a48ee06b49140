// Deliveries that are due, longest waiting first.
// @param limit INTEGER  maximum number of rows
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
