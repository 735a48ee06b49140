// What the monitor knows of a module.
// @param id STRING  key or id of the module
// @returns revision INTEGER, module STRING, state HealthState?
// @access read
// @example {"id": "crm"}
MATCH (registry:Registry {id: 'registry'})
MATCH (m:Module)
WHERE m.key = $id OR m.id = $id
OPTIONAL MATCH (m)-[:HAS_HEALTH]->(state:HealthState)
RETURN registry.revision AS revision, m.key AS module, state {.*} AS state
