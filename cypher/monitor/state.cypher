// Whether the monitor runs in any process, and when it last did.
// @param name STRING  of its lease
// @returns isRunning BOOLEAN, lastRound DATETIME?, note STRING?
// @access read
// @example {"name": "monitor"}
OPTIONAL MATCH (lease:Lease {name: $name})
RETURN
  coalesce(lease.expires > datetime.realtime(), false) AS isRunning,
  lease.lastRound AS lastRound,
  lease.note AS note
