// Lets all who write records wait until this change has ended, and waits for those who have begun.
// @param names LIST<STRING>  names of their locks, in order
// @returns locked INTEGER
// @access write
// @example {"names": ["records 0"]}
UNWIND $names AS name
MERGE (lock:Lock {name: name})
SET lock.at = datetime()
RETURN count(lock) AS locked
