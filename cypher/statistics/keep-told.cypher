// Keeps what modules that count from their start on have told, for the difference to what they tell the next time.
// @param rows LIST<{ref STRING, told STRING}>  ref of the numbers, told
// @returns kept INTEGER
// @access write
// @example {"rows": [{"ref": "statistics:crm", "told": "{}"}]}
UNWIND $rows AS row
MATCH (numbers:Statistics {ref: row.ref})
SET numbers.told = row.told
RETURN count(*) AS kept
