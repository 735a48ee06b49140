// Deletes answers that were stored for an idempotency key more than a day ago, up to a limit.
// @param limit INTEGER  maximum number of answers
// @returns forgotten INTEGER
// @access write
// @example {"limit": 1000}
MATCH (old:KeptAnswer)
WHERE old.at < datetime() - duration('P1D')
WITH old
LIMIT $limit
DELETE old
RETURN count(*) AS forgotten
