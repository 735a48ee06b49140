// Statistics of modules and their entities since they were registered and in the last minutes, including the current one; zero if nothing has been counted yet. Example data of sample modules is left out.
// @param ids     LIST<STRING>   keys or ids of the modules
// @param minutes LIST<INTEGER>  lengths of the windows in full minutes
// @returns key STRING, id STRING, revision INTEGER, items LIST<Statistics>
// @access read
// @example {"ids": ["crm"], "minutes": [1, 5, 60]}
MATCH (registry:Registry {id: 'registry'})
MATCH (m:Module)
WHERE m.key IN $ids OR m.id IN $ids
CALL (m) {
  MATCH (m)-[:HAS_STATISTICS]->(numbers:Statistics)
  UNWIND $minutes AS minutes
  CALL (numbers, minutes) {
    MATCH (sample:Sample)
    WHERE
      sample.of = numbers.ref AND
      sample.resolution = 'minute' AND
      sample.at >= datetime.truncate('minute') - duration({minutes: minutes}) AND
      sample.example IS NULL
    RETURN
      collect(sample) AS samples,
      sum(sample.requestCount) AS requestCount,
      sum(sample.clientErrorCount) AS clientErrorCount,
      sum(sample.errorCount) AS errorCount,
      sum(sample.milliseconds) AS milliseconds
  }
  CALL (samples) {
    UNWIND samples AS sample
    UNWIND range(0, size(sample.buckets) - 1) AS n
    WITH sample.buckets[n] AS bucket, sum(sample.counts[n]) AS count
    ORDER BY bucket
    RETURN collect(bucket) AS buckets, collect(count) AS counts
  }
  WITH
    numbers,
    {
      minutes: minutes,
      requestCount: requestCount,
      clientErrorCount: clientErrorCount,
      errorCount: errorCount,
      milliseconds: milliseconds,
      buckets: buckets,
      counts: counts
    } AS window
  ORDER BY window.minutes
  WITH numbers, collect(window) AS windows
  ORDER BY numbers.ref
  RETURN collect(numbers {.*, healthStatus: m.health, windows: windows}) AS items
}
RETURN m.key AS key, m.id AS id, registry.revision AS revision, items
ORDER BY key
