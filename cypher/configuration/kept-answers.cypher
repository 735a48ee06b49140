// Answers stored for an idempotency key that contain a configuration.
// @param ref STRING  ref of the configuration
// @returns key STRING, result STRING
// @access read
// @example {"ref": "configuration:crm/customer-schema"}
MATCH (kept:KeptAnswer)
WHERE kept.result CONTAINS '"ref":"' + $ref + '"'
RETURN kept.key AS key, kept.result AS result
ORDER BY key
