// Configurations of which some version had a schema that marks secrets; also deleted ones.
// @returns ref STRING
// @access read
// @example {}
MATCH (change:Change)
WHERE change.ref STARTS WITH 'configuration:'
  AND (change.after CONTAINS '"writeOnly":true' OR change.before CONTAINS '"writeOnly":true')
RETURN DISTINCT change.ref AS ref
ORDER BY ref
