// A cycle that one of these relationships closes: from its source via its target back to its source.
// Between two modules it is a cycle of modules, within one module a cycle of its parts.
// One shortest path for each pair is a search in time linear in the edges, never an enumeration of paths.
// @param pairs LIST<{type STRING, source STRING, target STRING}>  type (DEPENDS_ON or PART_OF), source, target
// @returns cycle LIST<Named>
// @access read
// @example {"pairs": [{"type": "DEPENDS_ON", "source": "capability:crm/customer-crud", "target": "capability:crm/order-crud"}]}
UNWIND $pairs AS pair
WITH
  pair,
  'module:' + split(split(pair.source, ':')[1], '/')[0] AS a,
  'module:' + split(split(pair.target, ':')[1], '/')[0] AS b
CALL (pair, a, b) {
  WITH pair, a, b
  WHERE a <> b AND pair.type = 'DEPENDS_ON'
  MATCH (source:RegistryNode {ref: a})
  MATCH (target:RegistryNode {ref: b})
  MATCH path = shortestPath((target)-[:DEPENDS_ON*]->(source))
  WHERE all(n IN nodes(path) WHERE n:Module)
  RETURN [source] + nodes(path) AS found
  UNION
  WITH pair, a, b
  WHERE a = b AND pair.type = 'DEPENDS_ON'
  MATCH (source:RegistryNode {ref: pair.source})
  MATCH (target:RegistryNode {ref: pair.target})
  MATCH path = shortestPath((target)-[:DEPENDS_ON*]->(source))
  RETURN [source] + nodes(path) AS found
  UNION
  WITH pair
  WHERE pair.type = 'PART_OF'
  MATCH (source:RegistryNode {ref: pair.source})
  MATCH (target:RegistryNode {ref: pair.target})
  MATCH path = shortestPath((target)-[:PART_OF*]->(source))
  RETURN [source] + nodes(path) AS found
}
RETURN [n IN found | {ref: n.ref, name: coalesce(n.name, n.key)}] AS cycle
LIMIT 1
