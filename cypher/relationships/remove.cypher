// Deletes relationships, and the derived MODULE_ relationship of two modules with the last relationship it represents.
// @param rows LIST<{id STRING, source STRING, target STRING}>  source, target, id
// @returns removed INTEGER
// @access write
// @example {"rows": [{"source": "capability:crm/order-crud", "target": "capability:crm/customer-crud", "id": "none"}]}
UNWIND $rows AS row
MATCH (source:RegistryNode {ref: row.source})
MATCH (target:RegistryNode {ref: row.target})
MATCH (source)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF {id: row.id}]->(target)
WITH
  r,
  'MODULE_' + type(r) AS type,
  row.id AS id,
  'module:' + split(split(row.source, ':')[1], '/')[0] AS a,
  'module:' + split(split(row.target, ':')[1], '/')[0] AS b
DELETE r
WITH type, id, a, b
CALL (type, id, a, b) {
  MATCH (source:RegistryNode {ref: a})
  MATCH (target:RegistryNode {ref: b})
  MATCH (source)-[m:MODULE_DEPENDS_ON|MODULE_INTEGRATES_WITH|MODULE_FLOWS_TO|MODULE_PART_OF]-(target)
  WHERE type(m) = type AND id IN m.relationships
  SET m.relationships = [other IN m.relationships WHERE other <> id]
  WITH m
  WHERE m.relationships = []
  DELETE m
}
RETURN count(*) AS removed
