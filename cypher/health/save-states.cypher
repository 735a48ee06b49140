// Stores the monitoring state of modules while the monitor holds its lease.
// @param name  STRING     name of the lease
// @param fence INTEGER    fencing token of the lease
// @param rows  LIST<{module STRING, properties MAP}>  module, properties
// @returns saved INTEGER
// @access write
// @example {"name": "monitor", "fence": 1, "rows": [{"module": "crm", "properties": {"reason": ""}}]}
OPTIONAL MATCH (lease:Lease {name: $name})
SET lease.asked = datetime.realtime()
WITH lease
UNWIND $rows AS row
OPTIONAL MATCH (m:Module {key: row.module})
WHERE lease.fence = $fence
CALL (m, row) {
  WITH m, row
  WHERE m IS NOT NULL
  MERGE (state:HealthState {ref: 'health:' + m.key})
  SET state += row.properties
  MERGE (m)-[:HAS_HEALTH]->(state)
  RETURN count(*) AS one
}
RETURN sum(one) AS saved
