// Statistics of a module or an entity by minute, hour or day, newest first, paginated.
// @param of         STRING    ref of its current statistics
// @param resolution Resolution  minute, hour or day
// @param before     DATETIME  only samples that start before this time
// @param limit      INTEGER   page size
// @returns revision INTEGER, total INTEGER, items LIST<Sample>
// @access read
// @example {"of": "statistics:crm", "resolution": "minute", "before": "9999-01-01T00:00:00Z", "limit": 50}
MATCH (registry:Registry {id: 'registry'})
RETURN
  registry.revision AS revision,
  COUNT {
    MATCH (sample:Sample)
    WHERE sample.of = $of AND sample.resolution = $resolution
  } AS total,
  COLLECT {
    MATCH (sample:Sample)
    USING INDEX sample:Sample(of, resolution, at)
    WHERE sample.of = $of AND sample.resolution = $resolution AND sample.at < datetime($before)
    RETURN sample {.*}
    ORDER BY sample.at DESC
    LIMIT $limit
  } AS items
