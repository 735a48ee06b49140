// The answer that is kept for a client's key, or a place for it, which nobody else gets before this transaction has ended.
// @param key         STRING  the client's Idempotency-Key
// @param requestHash STRING  SHA-256 of the request that it belongs to
// @returns requestHash STRING, result STRING?
// @access write
// @example {"key": "example", "requestHash": "00"}
MERGE (kept:KeptAnswer {key: $key})
ON CREATE SET kept.requestHash = $requestHash, kept.at = datetime()
RETURN kept.requestHash AS requestHash, kept.result AS result
