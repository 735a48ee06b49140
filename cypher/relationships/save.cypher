// Writes relationships as they are given, new or not; their ends must be there.
// @param rows LIST<MAP>  type (in Neo4j), source, target, properties with id
// @returns saved
// @access write
// @example {"rows": [{"type": "DEPENDS_ON", "source": "capability:crm/order-crud", "target": "configuration:crm/order-schema", "properties": {"id": "0199-example"}}]}
UNWIND $rows AS row
MATCH (source:RegistryNode {ref: row.source})
MATCH (target:RegistryNode {ref: row.target})
MERGE (source)-[r:$(row.type) {id: row.properties.id}]->(target)
SET r = row.properties
RETURN count(*) AS saved
