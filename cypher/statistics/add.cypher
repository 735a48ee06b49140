// Adds counts to the statistics of modules and entities and to those of this minute, by the clock of the database. The lock is written first, so that concurrent additions add up. Response times are counted in buckets, which are summed one by one.
// @param rows LIST<{ref STRING, requests INTEGER, clientErrors INTEGER, errors INTEGER, milliseconds FLOAT,
//   buckets LIST<INTEGER>, counts LIST<INTEGER>, lastUpdate? DATETIME, recordCount? INTEGER}>  ref of the statistics,
//   requests, clientErrors (4xx), errors (5xx), milliseconds, buckets, counts; lastUpdate and recordCount if known
// @returns ref STRING
// @access write
// @example {"rows": [{"ref": "statistics:crm", "requests": 3, "clientErrors": 1, "errors": 1, "milliseconds": 12.5, "buckets": [100, 120], "counts": [2, 1]}]}
MERGE (lock:Lock {name: 'statistics'})
SET lock.at = datetime()
WITH lock
UNWIND $rows AS row
MATCH (numbers:Statistics {ref: row.ref})
SET
  numbers.collectedAt = datetime(),
  numbers.recordCount = coalesce(row.recordCount, numbers.recordCount),
  numbers.lastUpdate = CASE
    WHEN row.lastUpdate > coalesce(numbers.lastUpdate, row.lastUpdate - duration('PT1S')) THEN row.lastUpdate
    ELSE numbers.lastUpdate
  END
WITH row, numbers, datetime.truncate('minute') AS at
MERGE (sample:Sample {ref: numbers.ref + ' minute ' + toString(at)})
ON CREATE SET
  sample.of = numbers.ref,
  sample.module = numbers.module,
  sample.entity = numbers.entity,
  sample.resolution = 'minute',
  sample.at = at
SET sample.recordCount = coalesce(row.recordCount, sample.recordCount)
WITH row, numbers, sample
UNWIND [numbers, sample] AS into
CALL (row, into) {
  UNWIND
    [n IN range(0, size(row.buckets) - 1) | [row.buckets[n], row.counts[n]]] +
    [n IN range(0, size(coalesce(into.buckets, [])) - 1) | [into.buckets[n], into.counts[n]]] AS hits
  WITH hits[0] AS bucket, sum(hits[1]) AS count
  ORDER BY bucket
  RETURN collect(bucket) AS buckets, collect(count) AS counts
}
SET
  into.requestCount = coalesce(into.requestCount, 0) + row.requests,
  into.clientErrorCount = coalesce(into.clientErrorCount, 0) + row.clientErrors,
  into.errorCount = coalesce(into.errorCount, 0) + row.errors,
  into.milliseconds = coalesce(into.milliseconds, 0.0) + row.milliseconds,
  into.buckets = buckets,
  into.counts = counts
RETURN DISTINCT row.ref AS ref
ORDER BY ref
