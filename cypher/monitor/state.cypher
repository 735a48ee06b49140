// Whether any process runs the monitor, and when it last ran.
// @param name STRING  name of the lease
// @returns isRunning BOOLEAN, lastRound DATETIME?, note STRING?
// @access read
// @example {"name": "monitor"}
OPTIONAL MATCH (lease:Lease {name: $name})
RETURN
  coalesce(lease.expires > datetime.realtime(), false) AS isRunning,
  lease.lastRound AS lastRound,
  lease.note AS note
