// Blocks writes of records until the transaction ends, after waiting for those in progress.
// @param names LIST<STRING>  names of the locks, in order
// @returns locked INTEGER
// @access write
// @example {"names": ["records 0"]}
UNWIND $names AS name
MERGE (lock:Lock {name: name})
SET lock.at = datetime()
RETURN count(lock) AS locked
