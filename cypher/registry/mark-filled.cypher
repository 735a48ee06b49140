// Notes that a sample module has got its records, so that those deleted since do not come again.
// @param module STRING  key of the module
// @returns name STRING
// @access write
// @example {"module": "crm"}
MERGE (lock:Lock {name: 'records of ' + $module})
SET lock.at = datetime()
RETURN lock.name AS name
