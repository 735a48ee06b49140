// Begins a round of the monitor and stores its time and epoch; streaks of readings continue only within an epoch.
// @param name  STRING   name of the lease
// @param fence INTEGER  fencing token of the lease
// @param epoch INTEGER  increases when rounds were missed or the clock has jumped
// @param note  STRING?  reason why readings are ignored, if they are
// @returns epoch INTEGER
// @access write
// @example {"name": "monitor", "fence": 1, "epoch": 1, "note": null}
MATCH (lease:Lease {name: $name})
SET lease.asked = datetime.realtime()
WITH lease
WHERE lease.fence = $fence
SET lease.epoch = $epoch, lease.lastRound = datetime.realtime(), lease.note = $note
RETURN lease.epoch AS epoch
