// What modules that count from their start on have told the last time; written first, so that two who tell at the same time are taken one after the other.
// @param refs LIST<STRING>  refs of their numbers
// @returns ref, told
// @access write
// @example {"refs": ["statistics:crm"]}
UNWIND $refs AS ref
MATCH (numbers:Statistics {ref: ref})
SET numbers.collectedAt = datetime()
RETURN ref, numbers.told AS told
ORDER BY ref
