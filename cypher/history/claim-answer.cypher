// Stored answer for an idempotency key, or a reservation of the key until the transaction ends.
// @param key         STRING  the client's Idempotency-Key
// @param requestHash STRING  SHA-256 of the request that it belongs to
// @returns requestHash STRING, result STRING?
// @access write
// @example {"key": "example", "requestHash": "00"}
MERGE (kept:KeptAnswer {key: $key})
ON CREATE SET kept.requestHash = $requestHash, kept.at = datetime()
RETURN kept.requestHash AS requestHash, kept.result AS result
