// Releases a lease before it expires.
// @param name  STRING   name of the lease
// @param fence INTEGER  fencing token of the lease
// @returns fence INTEGER
// @access write
// @example {"name": "monitor", "fence": 1}
MATCH (lease:Lease {name: $name})
SET lease.asked = datetime.realtime()
WITH lease
WHERE lease.fence = $fence
SET lease.expires = datetime.realtime(), lease.holder = ''
RETURN lease.fence AS fence
