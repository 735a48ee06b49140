// Adds example data of a sample module to its history; periods that have been measured stay as they are.
// @param rows LIST<{of STRING, resolution Resolution, at STRING, requests INTEGER, clientErrors INTEGER,
//   errors INTEGER, milliseconds FLOAT, buckets LIST<INTEGER>, counts LIST<INTEGER>}>  of: ref of the statistics; at: RFC 3339
// @returns saved INTEGER
// @access write
// @example {"rows": [{"of": "statistics:crm", "resolution": "hour", "at": "2026-01-05T09:00:00Z", "requests": 3, "clientErrors": 1, "errors": 1, "milliseconds": 12.5, "buckets": [100, 120], "counts": [2, 1]}]}
UNWIND $rows AS row
MATCH (numbers:Statistics {ref: row.of})
WITH row, numbers, datetime(row.at) AS at
MERGE (sample:Sample {ref: numbers.ref + ' ' + row.resolution + ' ' + toString(at)})
ON CREATE SET
  sample.of = numbers.ref,
  sample.module = numbers.module,
  sample.entity = numbers.entity,
  sample.resolution = row.resolution,
  sample.at = at,
  sample.example = true,
  sample.requestCount = row.requests,
  sample.clientErrorCount = row.clientErrors,
  sample.errorCount = row.errors,
  sample.milliseconds = row.milliseconds,
  sample.buckets = row.buckets,
  sample.counts = row.counts
RETURN count(*) AS saved
