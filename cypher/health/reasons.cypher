// Health of modules with its reason and the time of its last change, and how they are measured; no reason if they never were.
// @param keys LIST<STRING>  keys of modules
// @returns module STRING, reason STRING?, since STRING?, health Health, status Status, healthUrl STRING?,
//   thresholds STRING?, state HealthState?
// @access read
// @example {"keys": ["crm"]}
UNWIND $keys AS key
MATCH (m:Module {key: key})
OPTIONAL MATCH (m)-[:HAS_HEALTH]->(state:HealthState)
RETURN
  m.key AS module,
  state.reason AS reason,
  state.since AS since,
  m.health AS health,
  m.status AS status,
  m.healthUrl AS healthUrl,
  m.thresholds AS thresholds,
  state {.*} AS state
ORDER BY module
