// As health/network, of some modules only.
// @param keys LIST<STRING>  keys of the modules
// @returns key STRING, name STRING, status Status, health Health, dependsOn LIST<STRING>, flowsTo LIST<STRING>,
//   integratesWith LIST<STRING>
// @access read
// @example {"keys": ["crm"]}
UNWIND $keys AS wanted
MATCH (m:Module {key: wanted})
RETURN
  m.key AS key,
  m.name AS name,
  m.status AS status,
  m.health AS health,
  COLLECT { MATCH (m)-[:DEPENDS_ON]->(other:Module) RETURN other.key ORDER BY other.key } AS dependsOn,
  COLLECT { MATCH (m)-[:FLOWS_TO]->(other:Module) RETURN other.key ORDER BY other.key } AS flowsTo,
  COLLECT { MATCH (m)-[:INTEGRATES_WITH]->(other:Module) RETURN other.key ORDER BY other.key } AS integratesWith
ORDER BY key
