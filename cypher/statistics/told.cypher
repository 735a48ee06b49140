// What modules that count from their start on have told the last time; the lock is written first, so that two who tell at the same time are taken one after the other.
// @param refs LIST<STRING>  refs of their numbers
// @returns ref STRING, told STRING?
// @access write
// @example {"refs": ["statistics:crm"]}
MERGE (lock:Lock {name: 'statistics'})
SET lock.at = datetime()
WITH lock
UNWIND $refs AS ref
MATCH (numbers:Statistics {ref: ref})
RETURN ref, numbers.told AS told
ORDER BY ref
