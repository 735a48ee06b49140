// Creates or updates relationships; their ends must exist.
// The modules themselves are connected by one derived MODULE_ relationship of the type, which stores the ids
// of the relationships it represents. An integration has no direction and is always stored from the lesser ref to the greater.
// @param rows LIST<MAP>  type (in Neo4j), source, target, properties with id
// @returns saved INTEGER
// @access write
// @example {"rows": [{"type": "DEPENDS_ON", "source": "capability:crm/order-crud", "target": "configuration:crm/order-schema", "properties": {"id": "0199-example"}}]}
UNWIND $rows AS row
MATCH (source:RegistryNode {ref: row.source})
MATCH (target:RegistryNode {ref: row.target})
MERGE (source)-[r:$(row.type) {id: row.properties.id}]->(target)
SET r = row.properties
WITH
  row.type AS type,
  row.properties.id AS id,
  'module:' + split(split(row.source, ':')[1], '/')[0] AS a,
  'module:' + split(split(row.target, ':')[1], '/')[0] AS b
CALL (type, id, a, b) {
  WITH
    CASE WHEN type = 'INTEGRATES_WITH' AND b < a THEN b ELSE a END AS from,
    CASE WHEN type = 'INTEGRATES_WITH' AND b < a THEN a ELSE b END AS to
  WHERE a <> b
  MATCH (one:RegistryNode {ref: from})
  MATCH (other:RegistryNode {ref: to})
  MERGE (one)-[m:$('MODULE_' + type)]->(other)
  SET m.relationships = [known IN coalesce(m.relationships, []) WHERE known <> id] + id
}
RETURN count(*) AS saved
