// Whether the holder still has its lease; keeps others from taking it until the transaction ends.
// @param name  STRING   what it is for
// @param fence INTEGER  fencing token of the lease
// @returns fence INTEGER
// @access write
// @example {"name": "monitor", "fence": 1}
MATCH (lease:Lease {name: $name})
SET lease.asked = datetime.realtime()
WITH lease
WHERE lease.fence = $fence
RETURN lease.fence AS fence
