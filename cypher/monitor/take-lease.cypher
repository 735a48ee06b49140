// Takes a lease that is free, has run out, or is one's own already; each new holder gets a higher number. Only the clock of the
// database counts; an end that is further away than a lease lasts was written before the clock was set back.
// @param name         STRING   what it is for
// @param holder       STRING   who asks
// @param milliseconds INTEGER  how long it lasts
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
