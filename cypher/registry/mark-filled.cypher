// Marks a sample module as filled, so that deleted records are not written again.
// @param module STRING  key of the module
// @returns name STRING
// @access write
// @example {"module": "crm"}
MERGE (lock:Lock {name: 'records of ' + $module})
SET lock.at = datetime()
RETURN lock.name AS name
