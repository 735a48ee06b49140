// Whether a holder still has its lease, which nobody else can take before this transaction ends.
// @param name  STRING   what it is for
// @param fence INTEGER  number of the holder
// @returns fence INTEGER
// @access write
// @example {"name": "monitor", "fence": 1}
MATCH (lease:Lease {name: $name})
SET lease.asked = datetime.realtime()
WITH lease
WHERE lease.fence = $fence
RETURN lease.fence AS fence
