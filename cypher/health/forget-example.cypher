// Deletes the state of a module if its health is example data.
// @param module STRING  key of the module
// @returns forgotten INTEGER
// @access write
// @example {"module": "crm"}
MATCH (:Module {key: $module})-[:HAS_HEALTH]->(state:HealthState {example: true})
DETACH DELETE state
RETURN count(*) AS forgotten
