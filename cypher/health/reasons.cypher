// Health of modules, with reason and time of the last change.
// @param keys LIST<STRING>  keys of modules
// @returns module STRING, reason STRING, since STRING?
// @access read
// @example {"keys": ["crm"]}
UNWIND $keys AS key
MATCH (state:HealthState {ref: 'health:' + key})
RETURN key AS module, state.reason AS reason, state.since AS since
ORDER BY module
