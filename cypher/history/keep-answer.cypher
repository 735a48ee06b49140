// Stores the answer for an idempotency key for a day; deletes older ones.
// @param key         STRING  the client's Idempotency-Key
// @param requestHash STRING  SHA-256 of the request that it belongs to
// @param result      STRING  the answer as JSON
// @returns forgotten INTEGER
// @access write
// @example {"key": "example", "requestHash": "00", "result": "{}"}
CREATE (:KeptAnswer {key: $key, requestHash: $requestHash, result: $result, at: datetime()})
WITH *
CALL () {
  MATCH (old:KeptAnswer)
  WHERE old.at < datetime() - duration('P1D')
  WITH old
  LIMIT 100
  DELETE old
  RETURN count(*) AS forgotten
}
RETURN forgotten
