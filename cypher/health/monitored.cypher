// Modules that the monitor can observe: those with a health or statistics URL, counted requests or earlier readings.
// @param keys LIST<STRING>  keys of modules with requests
// @returns module {key STRING, status Status, health Health, healthUrl STRING?, statisticsUrl STRING?,
//   thresholds STRING?}, state HealthState?
// @access read
// @example {"keys": ["crm"]}
CALL () {
  MATCH (m:Module)
  WHERE m.healthUrl IS NOT NULL
  RETURN m
  UNION
  MATCH (m:Module)
  WHERE m.statisticsUrl IS NOT NULL
  RETURN m
  UNION
  MATCH (m:Module)
  WHERE m.key IN $keys
  RETURN m
  UNION
  MATCH (:HealthState)<-[:HAS_HEALTH]-(m:Module)
  RETURN m
}
OPTIONAL MATCH (m)-[:HAS_HEALTH]->(state:HealthState)
RETURN m {.key, .status, .health, .healthUrl, .statisticsUrl, .thresholds} AS module, state {.*} AS state
ORDER BY m.key
