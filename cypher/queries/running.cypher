// Whether a run of an analyst's query still lives in the database.
// @param run STRING  id of the run, which its transaction carries
// @returns running
// @access read
// @example {"run": "none"}
SHOW TRANSACTIONS
YIELD metaData
WHERE metaData.run = $run
RETURN count(*) AS running
