// Begins a round of the monitor: when it is, and in which epoch streaks of readings go on.
// @param name  STRING   what it is for
// @param fence INTEGER  fencing token of the lease
// @param epoch INTEGER  grows when rounds were missed or the clock has jumped
// @param note  STRING?  why readings are not counted, when they are not
// @returns epoch INTEGER
// @access write
// @example {"name": "monitor", "fence": 1, "epoch": 1, "note": null}
MATCH (lease:Lease {name: $name})
SET lease.asked = datetime.realtime()
WITH lease
WHERE lease.fence = $fence
SET lease.epoch = $epoch, lease.lastRound = datetime.realtime(), lease.note = $note
RETURN lease.epoch AS epoch
