// Relationships of one type between the parts of a module.
// @param module STRING  ref of the module
// @param type   STRING  Neo4j type of the relationships
// @returns source STRING, target STRING, operations LIST<STRING>, fields LIST<STRING>
// @access read
// @grows with the modules and relationships that it visits, each once
// @example {"module": "module:crm", "type": "DEPENDS_ON"}
MATCH (m:RegistryNode {ref: $module})-[:HAS_CAPABILITY|HAS_CONFIGURATION]->(source)-[r:$($type)]->(target)
WHERE (m)-[:HAS_CAPABILITY|HAS_CONFIGURATION]->(target)
RETURN source.ref AS source, target.ref AS target, r.operations AS operations, r.fields AS fields
ORDER BY source, target
