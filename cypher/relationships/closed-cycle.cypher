// A cycle that one of these dependencies closes: the nodes from its target back to its source.
// One shortest path for each pair is a search in time linear in the edges, never an enumeration of paths.
// @param pairs LIST<MAP>  source, target
// @returns cycle
// @access read
// @example {"pairs": [{"source": "capability:crm/customer-crud", "target": "capability:crm/order-crud"}]}
UNWIND $pairs AS pair
MATCH (source:RegistryNode {ref: pair.source})
MATCH (target:RegistryNode {ref: pair.target})
MATCH path = shortestPath((target)-[:DEPENDS_ON*]->(source))
RETURN [n IN [source] + nodes(path) | {ref: n.ref, name: coalesce(n.name, n.key)}] AS cycle
LIMIT 1
