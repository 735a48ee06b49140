// Monitoring state of modules.
// @param ids LIST<STRING>  keys or ids of the modules
// @returns revision INTEGER, module STRING, state HealthState?
// @access read
// @example {"ids": ["crm"]}
MATCH (registry:Registry {id: 'registry'})
MATCH (m:Module)
WHERE m.key IN $ids OR m.id IN $ids
OPTIONAL MATCH (m)-[:HAS_HEALTH]->(state:HealthState)
RETURN registry.revision AS revision, m.key AS module, state {.*} AS state
ORDER BY module
