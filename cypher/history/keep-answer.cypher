// Stores the answer for an idempotency key, for a day.
// @param key         STRING  the client's Idempotency-Key
// @param requestHash STRING  SHA-256 of the request that it belongs to
// @param result      STRING  the answer as JSON
// @returns kept INTEGER
// @access write
// @example {"key": "example", "requestHash": "00", "result": "{}"}
CREATE (:KeptAnswer {key: $key, requestHash: $requestHash, result: $result, at: datetime()})
RETURN 1 AS kept
