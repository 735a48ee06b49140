// Stored answer for an idempotency key.
// @param key STRING  the client's Idempotency-Key
// @returns requestHash STRING, result STRING
// @access read
// @example {"key": "example"}
MATCH (kept:KeptAnswer {key: $key})
WHERE kept.result IS NOT NULL
RETURN kept.requestHash AS requestHash, kept.result AS result
