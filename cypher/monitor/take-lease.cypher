// Takes a lease that is free, expired or already held by the caller; each new holder gets a higher fencing token. Only the clock of the
// database counts; an expiry that is further away than the duration of a lease was written before the clock was set back.
// @param name         STRING   name of the lease
// @param holder       STRING   id of the caller
// @param milliseconds INTEGER  duration of the lease
// @returns fence INTEGER, epoch INTEGER, lastRound DATETIME?
// @access write
// @example {"name": "example", "holder": "me", "milliseconds": 9000}
MERGE (lease:Lease {name: $name})
SET lease.asked = datetime.realtime()
WITH lease, datetime.realtime() AS now, duration({milliseconds: $milliseconds}) AS lasting
WHERE lease.expires IS NULL OR lease.holder = $holder OR lease.expires <= now OR lease.expires > now + lasting
SET
  lease.fence = coalesce(lease.fence, 0) + CASE WHEN lease.holder = $holder THEN 0 ELSE 1 END,
  lease.holder = $holder,
  lease.expires = now + lasting
RETURN lease.fence AS fence, coalesce(lease.epoch, 0) AS epoch, lease.lastRound AS lastRound
