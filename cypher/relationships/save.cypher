// Creates or updates relationships; their ends must exist.
// Two modules are connected by at most one relationship of a type, which for an integration has either direction. It is their own if
// they have one, and otherwise lifted from relationships of their parts: without an id, from the lesser ref to the greater if it is an
// integration. Either has the ids of those of the parts as liftedFrom, unless there are none. Decision 0050.
// @param rows LIST<MAP>  type (in Neo4j), source, target, properties with id
// @returns saved INTEGER
// @access write
// @example {"rows": [{"type": "DEPENDS_ON", "source": "capability:crm/order-crud", "target": "configuration:crm/order-schema", "properties": {"id": "0199-example"}}]}
UNWIND $rows AS row
MATCH (source:RegistryNode {ref: row.source})
MATCH (target:RegistryNode {ref: row.target})
CALL (row, source, target) {
  WITH row, source, target
  WHERE source:Module AND target:Module
  OPTIONAL MATCH (source)<-[opposite:INTEGRATES_WITH]-(target)
  WHERE row.type = 'INTEGRATES_WITH'
  WITH row, source, target, opposite, opposite.liftedFrom AS oppositeFrom
  DELETE opposite
  MERGE (source)-[r:$(row.type)]->(target)
  WITH row, r, coalesce(oppositeFrom, r.liftedFrom) AS liftedFrom
  SET r = row.properties
  SET r.liftedFrom = liftedFrom
  RETURN r
  UNION ALL
  WITH row, source, target
  WHERE NOT (source:Module AND target:Module)
  MERGE (source)-[r:$(row.type) {id: row.properties.id}]->(target)
  SET r = row.properties
  RETURN r
}
CALL (row, source, target) {
  WITH
    row.type AS type,
    row.properties.id AS id,
    'module:' + split(split(row.source, ':')[1], '/')[0] AS a,
    'module:' + split(split(row.target, ':')[1], '/')[0] AS b
  WHERE a <> b AND NOT (source:Module AND target:Module)
  MATCH (one:RegistryNode {ref: CASE WHEN type = 'INTEGRATES_WITH' AND b < a THEN b ELSE a END})
  MATCH (other:RegistryNode {ref: CASE WHEN type = 'INTEGRATES_WITH' AND b < a THEN a ELSE b END})
  CALL (type, one, other) {
    WITH type, one, other
    WHERE type = 'INTEGRATES_WITH'
    MERGE (one)-[m:INTEGRATES_WITH]-(other)
    RETURN m
    UNION
    WITH type, one, other
    WHERE type <> 'INTEGRATES_WITH'
    MERGE (one)-[m:$(type)]->(other)
    RETURN m
  }
  SET m.liftedFrom = [known IN coalesce(m.liftedFrom, []) WHERE known <> id] + id
}
RETURN count(*) AS saved
