// Modules whose data flows back to them within 20 steps, each with a shortest cycle, shortest first; /api/graph/cycles finds longer ones.
// @param limit INTEGER  maximum number of rows
// @returns ref STRING, name STRING, steps INTEGER, cycle LIST<STRING>
// @access read
// @grows with the modules that are within 20 steps of each that sends and gets data
// @example {"limit": 50}
MATCH (m:Module)
WHERE EXISTS { (m)-[:MODULE_FLOWS_TO]->() } AND EXISTS { (m)<-[:MODULE_FLOWS_TO]-() }
CALL (m) {
  MATCH (m)-[:MODULE_FLOWS_TO]->(next)
  MATCH path = shortestPath((next)-[:MODULE_FLOWS_TO*..19]->(m))
  RETURN [m.ref] + [n IN nodes(path) | n.ref] AS cycle
  ORDER BY size(cycle), cycle
  LIMIT 1
}
RETURN m.ref AS ref, m.name AS name, size(cycle) - 1 AS steps, cycle
ORDER BY steps, ref
LIMIT $limit
