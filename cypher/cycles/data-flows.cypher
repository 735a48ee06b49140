// Modules whose data comes back to them, each with a shortest way, shortest first; for graphs of some thousand data flows.
// @param limit INTEGER  how many at most
// @returns ref, name, steps, cycle
// @access read
// @grows with the modules and relationships that it passes, each once
// @example {"limit": 50}
MATCH (m:Module)
WHERE EXISTS { (m)-[:MODULE_FLOWS_TO]->() } AND EXISTS { (m)<-[:MODULE_FLOWS_TO]-() }
CALL (m) {
  MATCH (m)-[:MODULE_FLOWS_TO]->(next)
  MATCH path = shortestPath((next)-[:MODULE_FLOWS_TO*]->(m))
  RETURN [m.ref] + [n IN nodes(path) | n.ref] AS cycle
  ORDER BY size(cycle), cycle
  LIMIT 1
}
RETURN m.ref AS ref, m.name AS name, size(cycle) - 1 AS steps, cycle
ORDER BY steps, ref
LIMIT $limit
