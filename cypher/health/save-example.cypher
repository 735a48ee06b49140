// Stores the state of a sample module that has not been monitored yet, with the health of its example data.
// @param module     STRING  key of the module
// @param properties MAP     state
// @returns saved INTEGER
// @access write
// @example {"module": "crm", "properties": {"reason": "all readings are good"}}
MATCH (m:Module {key: $module})
WHERE NOT (m)-[:HAS_HEALTH]->()
CREATE (m)-[:HAS_HEALTH]->(state:HealthState {ref: 'health:' + m.key})
SET state += $properties
RETURN count(*) AS saved
