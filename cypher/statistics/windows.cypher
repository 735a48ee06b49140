// Requests of each module in the last minutes, including the current one, by key.
// @param minutes  INTEGER   length of the window in minutes
// @param examples BOOLEAN?  whether example data of sample modules is counted as well; null for yes
// @returns module STRING, lastUpdate DATETIME?, requestCount INTEGER, clientErrorCount INTEGER, errorCount INTEGER,
//   exampleCount INTEGER, milliseconds FLOAT, buckets LIST<INTEGER>, counts LIST<INTEGER>
// @access read
// @example {"minutes": 5, "examples": true}
MATCH (sample:Sample)
WHERE sample.resolution = 'minute' AND sample.at >= datetime.truncate('minute') - duration({minutes: $minutes})
WITH sample
WHERE sample.entity IS NULL AND (coalesce($examples, true) OR sample.example IS NULL)
WITH
  sample.module AS module,
  collect(sample) AS samples,
  sum(sample.requestCount) AS requestCount,
  sum(sample.clientErrorCount) AS clientErrorCount,
  sum(sample.errorCount) AS errorCount,
  sum(CASE WHEN sample.example THEN sample.requestCount ELSE 0 END) AS exampleCount,
  sum(sample.milliseconds) AS milliseconds
MATCH (numbers:Statistics {ref: 'statistics:' + module})
CALL (samples) {
  UNWIND samples AS sample
  UNWIND range(0, size(sample.buckets) - 1) AS n
  WITH sample.buckets[n] AS bucket, sum(sample.counts[n]) AS count
  ORDER BY bucket
  RETURN collect(bucket) AS buckets, collect(count) AS counts
}
RETURN module, numbers.lastUpdate AS lastUpdate, requestCount, clientErrorCount, errorCount, exampleCount, milliseconds, buckets, counts
ORDER BY module
