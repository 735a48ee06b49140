// Stores the answer for a reserved idempotency key.
// @param key    STRING  the client's Idempotency-Key
// @param result STRING  the answer as JSON
// @returns kept INTEGER
// @access write
// @example {"key": "example", "result": "{}"}
MATCH (kept:KeptAnswer {key: $key})
SET kept.result = $result
RETURN count(*) AS kept
