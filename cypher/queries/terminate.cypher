// Terminates what remains of an analyst query in the database.
// @param run STRING  id of the run, or of one attempt at it; its transaction carries both
// @returns id STRING, message STRING
// @access read
// @example {"run": "none"}
SHOW TRANSACTIONS
YIELD transactionId AS id, metaData
WHERE $run IN [metaData.run, metaData.attempt]
TERMINATE TRANSACTIONS id
YIELD message
RETURN id, message
