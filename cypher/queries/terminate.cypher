// Ends what is left of one run of an analyst's query in the database.
// @param run STRING  id of the run, which its transaction carries
// @returns id, message
// @access read
// @example {"run": "none"}
SHOW TRANSACTIONS
YIELD transactionId AS id, metaData
WHERE metaData.run = $run
TERMINATE TRANSACTIONS id
YIELD message
RETURN id, message
