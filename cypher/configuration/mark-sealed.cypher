// Notes that the log contains no secret that is readable.
// @returns name STRING
// @access write
// @example {}
MERGE (lock:Lock {name: 'secrets of the log'})
SET lock.at = datetime()
RETURN lock.name AS name
