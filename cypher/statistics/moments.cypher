// Requests of all modules together by minute or hour, oldest first.
// @param unit        'minute' | 'hour'  length of each period
// @param resolutions LIST<Resolution>  resolutions of the samples in that period
// @param span        STRING        length of the period before the current unit, as an ISO 8601 duration
// @returns at DATETIME, requestCount INTEGER, clientErrorCount INTEGER, errorCount INTEGER, exampleCount INTEGER, milliseconds FLOAT,
//   buckets LIST<INTEGER>, counts LIST<INTEGER>
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
  sum(sample.clientErrorCount) AS clientErrorCount,
  sum(sample.errorCount) AS errorCount,
  sum(CASE WHEN sample.example THEN sample.requestCount ELSE 0 END) AS exampleCount,
  sum(sample.milliseconds) AS milliseconds
CALL (samples) {
  UNWIND samples AS sample
  UNWIND range(0, size(sample.buckets) - 1) AS n
  WITH sample.buckets[n] AS bucket, sum(sample.counts[n]) AS count
  ORDER BY bucket
  RETURN collect(bucket) AS buckets, collect(count) AS counts
}
RETURN at, requestCount, clientErrorCount, errorCount, exampleCount, milliseconds, buckets, counts
ORDER BY at
