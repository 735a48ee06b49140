// Latest counts pushed by modules that count from their start. The lock is written first, so that concurrent pushes are processed one after the other.
// @param refs LIST<STRING>  refs of the statistics
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
