// Stores the latest counts pushed by modules that count from their start, to compute the difference to the next push.
// @param rows LIST<{ref STRING, told STRING}>  ref of the statistics, told (the counts as JSON)
// @returns kept INTEGER
// @access write
// @example {"rows": [{"ref": "statistics:crm", "told": "{}"}]}
UNWIND $rows AS row
MATCH (numbers:Statistics {ref: row.ref})
SET numbers.told = row.told
RETURN count(*) AS kept
