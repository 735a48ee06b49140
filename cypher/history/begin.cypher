// Takes the lock of the registry and the next revision, and returns whether an earlier attempt of this write was committed.
// @param operation      STRING  id of the write, the same for each attempt
// @param idempotencyKey STRING? Idempotency-Key of the client
// @returns revision INTEGER, committed BOOLEAN, kept {requestHash STRING, result STRING}?
// @access write
// @example {"operation": "0199-example", "idempotencyKey": null}
MATCH (registry:Registry {id: 'registry'})
SET registry.revision = registry.revision + 1
WITH registry
OPTIONAL MATCH (done:Revision {operation: $operation})
OPTIONAL MATCH (kept:KeptAnswer {key: $idempotencyKey})
RETURN registry.revision AS revision, done IS NOT NULL AS committed, kept {.requestHash, .result} AS kept
