// What was asked of all modules together by minute or hour, oldest first.
// @param unit        STRING        minute or hour
// @param resolutions LIST<STRING>  of the samples that may lie in that time
// @param span        STRING        how long before the unit that is running, as an ISO 8601 duration
// @returns at, requestCount, errorCount, milliseconds, buckets, counts
// @access read
// @example {"unit": "minute", "resolutions": ["minute"], "span": "PT1H"}
MATCH (sample:Sample)
WHERE sample.resolution IN $resolutions AND sample.at >= datetime.truncate($unit) - duration($span)
WITH sample
WHERE sample.entity IS NULL
WITH
  datetime.truncate($unit, sample.at) AS at,
  collect(sample) AS samples,
  sum(sample.requestCount) AS requestCount,
  sum(sample.errorCount) AS errorCount,
  sum(sample.milliseconds) AS milliseconds
CALL (samples) {
  UNWIND samples AS sample
  UNWIND range(0, size(sample.buckets) - 1) AS n
  WITH sample.buckets[n] AS bucket, sum(sample.counts[n]) AS count
  ORDER BY bucket
  RETURN collect(bucket) AS buckets, collect(count) AS counts
}
RETURN at, requestCount, errorCount, milliseconds, buckets, counts
ORDER BY at
