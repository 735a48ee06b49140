// Relationships from the first to the second of each pair of modules or parts; for modules also those of their parts, if these are wanted.
// @param pairs LIST<{source STRING, target STRING}>  source, target
// @param types LIST<STRING>  Neo4j types
// @param lifted BOOLEAN      whether those of the parts of modules are wanted
// @returns source STRING, target STRING, ids LIST<STRING>
// @access read
// @grows with the modules and relationships that it visits, each once
// @example {"pairs": [{"source": "capability:crm/order-crud", "target": "capability:crm/customer-crud"}], "types": ["DEPENDS_ON"], "lifted": true}
UNWIND $pairs AS pair
MATCH (source:RegistryNode {ref: pair.source})
MATCH (target:RegistryNode {ref: pair.target})
MATCH (source)-[r:$any($types)]->(target)
UNWIND CASE WHEN $lifted THEN coalesce(r.liftedFrom, []) ELSE [] END + coalesce(r.id, []) AS id
RETURN pair.source AS source, pair.target AS target, collect(DISTINCT id) AS ids
