// Keeps an answer in the place that was made for it.
// @param key    STRING  the client's Idempotency-Key
// @param result STRING  the answer as JSON
// @returns kept INTEGER
// @access write
// @example {"key": "example", "result": "{}"}
MATCH (kept:KeptAnswer {key: $key})
SET kept.result = $result
RETURN count(*) AS kept
