// Deletes a webhook and its deliveries.
// @param id STRING  its id
// @returns removed INTEGER
// @access write
// @example {"id": "1"}
MATCH (w:Alert:Webhook {ref: 'webhook:' + $id})
OPTIONAL MATCH (w)<-[:TO]-(d:Delivery)
DETACH DELETE w, d
RETURN count(DISTINCT w) AS removed
