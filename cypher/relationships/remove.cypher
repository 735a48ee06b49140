// Deletes relationships. Of two modules, that which was lifted from relationships of their parts goes with the last of these, and
// stays when their own is deleted.
// @param rows LIST<{id STRING, source STRING, target STRING}>  source, target, id
// @returns removed INTEGER
// @access write
// @example {"rows": [{"source": "capability:crm/order-crud", "target": "capability:crm/customer-crud", "id": "none"}]}
UNWIND $rows AS row
MATCH (source:RegistryNode {ref: row.source})
MATCH (target:RegistryNode {ref: row.target})
MATCH (source)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF {id: row.id}]->(target)
CALL (row, source, target, r) {
  WITH
    r,
    type(r) AS type,
    r.liftedFrom AS liftedFrom,
    row.id AS id,
    'module:' + split(split(row.source, ':')[1], '/')[0] AS a,
    'module:' + split(split(row.target, ':')[1], '/')[0] AS b
  DELETE r
  WITH
    type,
    liftedFrom,
    id,
    CASE WHEN type = 'INTEGRATES_WITH' AND b < a THEN b ELSE a END AS a,
    CASE WHEN type = 'INTEGRATES_WITH' AND b < a THEN a ELSE b END AS b
  WHERE a <> b
  MATCH (one:RegistryNode {ref: a})
  MATCH (other:RegistryNode {ref: b})
  CALL (type, liftedFrom, one, other) {
    WITH type, liftedFrom, one, other
    WHERE liftedFrom IS NOT NULL
    CREATE (one)-[m:$(type)]->(other)
    SET m.liftedFrom = liftedFrom
  }
  CALL (type, liftedFrom, id, one, other) {
    MATCH (one)-[m:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-(other)
    WHERE type(m) = type AND liftedFrom IS NULL AND id IN m.liftedFrom
    SET m.liftedFrom = nullIf([known IN m.liftedFrom WHERE known <> id], [])
    WITH m
    WHERE m.id IS NULL AND m.liftedFrom IS NULL
    DELETE m
  }
}
RETURN count(*) AS removed
