// Relationships between the two modules or parts of each pair, including those of the parts of modules.
// @param pairs LIST<{source STRING, target STRING}>  source, target
// @param types LIST<STRING>  Neo4j types, those of parts and the MODULE_ ones of modules
// @returns source STRING, target STRING, ids LIST<STRING>
// @access read
// @grows with the modules and relationships that it visits, each once
// @example {"pairs": [{"source": "capability:crm/order-crud", "target": "capability:crm/customer-crud"}], "types": ["DEPENDS_ON"]}
UNWIND $pairs AS pair
MATCH (source:RegistryNode {ref: pair.source})
MATCH (target:RegistryNode {ref: pair.target})
MATCH (source)-[r:$any($types)]->(target)
UNWIND coalesce(r.relationships, [r.id]) AS id
RETURN pair.source AS source, pair.target AS target, collect(DISTINCT id) AS ids
