// Sums up the oldest expired samples into samples of the next coarser resolution, or deletes those of the coarsest and example data, in batches. Summed-up samples are deleted in the same transaction, so that the job can stop at any time. The lock is written first, so that two processes never sum up the same samples.
// @param from  Resolution  minute, hour or day
// @param to    Resolution?  hour or day; null to delete
// @param keep  STRING   retention of the samples, as an ISO 8601 duration
// @param limit INTEGER  maximum number of samples
// @returns taken INTEGER
// @access write
// @example {"from": "minute", "to": "hour", "keep": "P1D", "limit": 1000}
MERGE (lock:Lock {name: 'roll-up'})
SET lock.at = datetime()
WITH lock
CALL () {
  MATCH (old:Sample)
  WHERE old.resolution = $from AND old.at < datetime.truncate(coalesce($to, $from), datetime() - duration($keep))
  WITH old
  ORDER BY old.at
  LIMIT $limit
  RETURN collect(old) AS taken
}
CALL (taken) {
  UNWIND CASE WHEN $to IS NULL THEN [] ELSE [old IN taken WHERE old.example IS NULL] END AS old
  WITH old.of AS of, datetime.truncate($to, old.at) AS at, old
  ORDER BY old.at
  WITH of, at, collect(old) AS parts
  MERGE (into:Sample {ref: of + ' ' + $to + ' ' + toString(at)})
  ON CREATE SET
    into.of = of,
    into.module = parts[0].module,
    into.entity = parts[0].entity,
    into.resolution = $to,
    into.at = at,
    into.requestCount = 0,
    into.clientErrorCount = 0,
    into.errorCount = 0,
    into.milliseconds = 0.0,
    into.buckets = [],
    into.counts = []
  WITH into, parts
  CALL (into, parts) {
    UNWIND [into] + parts AS part
    UNWIND range(0, size(part.buckets) - 1) AS n
    WITH part.buckets[n] AS bucket, sum(part.counts[n]) AS count
    ORDER BY bucket
    RETURN collect(bucket) AS buckets, collect(count) AS counts
  }
  SET
    into.requestCount = reduce(sum = into.requestCount, part IN parts | sum + part.requestCount),
    into.clientErrorCount = reduce(sum = coalesce(into.clientErrorCount, 0), part IN parts | sum + coalesce(part.clientErrorCount, 0)),
    into.errorCount = reduce(sum = into.errorCount, part IN parts | sum + part.errorCount),
    into.milliseconds = reduce(sum = into.milliseconds, part IN parts | sum + part.milliseconds),
    into.recordCount = coalesce(last([part IN parts WHERE part.recordCount IS NOT NULL | part.recordCount]), into.recordCount),
    into.buckets = buckets,
    into.counts = counts
  RETURN count(*) AS sums
}
FOREACH (old IN taken | DELETE old)
RETURN size(taken) AS taken
