// Deletes jobs that ended some time ago, up to a limit.
// @param before DATETIME  when nothing was heard of them any more
// @param limit  INTEGER   maximum number of jobs
// @returns forgotten INTEGER
// @access write
// @example {"before": "2026-01-01T00:00:00Z", "limit": 1000}
MATCH (j:Job)
WHERE j.seenAt < $before
WITH j
LIMIT $limit
DELETE j
RETURN count(*) AS forgotten
