// Schedules a delivery again.
// @param webhook STRING  id of the webhook
// @param id      STRING  id of the delivery
// @returns delivery Delivery
// @access write
// @example {"webhook": "1", "id": "2"}
MATCH (d:Alert:Delivery {ref: 'delivery:' + $id})-[:TO]->(:Webhook {id: $webhook})
SET d:PendingDelivery, d.state = 'pending', d.attempts = 0, d.nextAt = datetime()
RETURN d {.*} AS delivery
