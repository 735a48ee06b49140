// Stores the outcome of a delivery while the monitor holds its lease.
// @param name         STRING   name of the lease
// @param fence        INTEGER  fencing token of the lease
// @param ref          STRING   ref of the delivery
// @param properties   MAP      state, attempts, lastStatus, lastError, lastAt
// @param waits        INTEGER? milliseconds until the next attempt; null if there is none
// @returns settled INTEGER
// @access write
// @example {"name": "monitor", "fence": 1, "ref": "delivery:1", "properties": {"state": "delivered"}, "waits": null}
OPTIONAL MATCH (lease:Lease {name: $name})
SET lease.asked = datetime.realtime()
WITH lease
OPTIONAL MATCH (d:Alert:Delivery {ref: $ref})
WHERE lease.fence = $fence
SET d += $properties, d.nextAt = datetime() + duration({milliseconds: coalesce($waits, 0)})
WITH d
CALL (d) {
  WITH d
  WHERE d.state <> 'pending'
  REMOVE d:PendingDelivery
}
RETURN count(d) AS settled
