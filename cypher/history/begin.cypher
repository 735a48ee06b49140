// Takes the registry's one lock and the next number of a change, and says whether an earlier try of this write got through.
// @param operation      STRING  id of the write, the same for each try
// @param idempotencyKey STRING? what the client sent
// @returns revision INTEGER, committed BOOLEAN, kept {requestHash STRING, result STRING}?
// @access write
// @example {"operation": "0199-example", "idempotencyKey": null}
MATCH (registry:Registry {id: 'registry'})
SET registry.revision = registry.revision + 1
WITH registry
OPTIONAL MATCH (done:Revision {operation: $operation})
OPTIONAL MATCH (kept:KeptAnswer {key: $idempotencyKey})
RETURN registry.revision AS revision, done IS NOT NULL AS committed, kept {.requestHash, .result} AS kept
