// Configurations of which some version had a schema that marks secrets, also deleted ones; none once the log has been sealed.
// @returns ref STRING
// @access read
// @example {}
OPTIONAL MATCH (lock:Lock {name: 'secrets of the log'})
WITH lock
WHERE lock IS NULL
MATCH (change:Change)
WHERE change.ref STARTS WITH 'configuration:'
  AND (change.after CONTAINS '"writeOnly":true' OR change.before CONTAINS '"writeOnly":true')
RETURN DISTINCT change.ref AS ref
ORDER BY ref
