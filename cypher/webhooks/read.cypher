// A webhook with the number of its pending deliveries.
// @param id STRING  its id
// @returns webhook Webhook, pending INTEGER
// @access read
// @example {"id": "1"}
MATCH (w:Alert:Webhook {ref: 'webhook:' + $id})
RETURN w {.*} AS webhook, COUNT { (w)<-[:TO]-(:PendingDelivery) } AS pending
