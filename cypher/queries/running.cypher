// Whether an analyst query is still running in the database.
// @param run STRING  id of the run, or of one attempt at it; its transaction carries both
// @returns running INTEGER
// @access read
// @example {"run": "none"}
SHOW TRANSACTIONS
YIELD metaData
WHERE $run IN [metaData.run, metaData.attempt]
RETURN count(*) AS running
