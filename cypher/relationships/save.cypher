// Writes relationships as they are given, new or not; their ends must be there. Tells a cycle that one of them closes, when it is to be
// looked for: of modules where two are joined, of parts inside of one.
// What joins two modules or their parts also joins the modules themselves: one MODULE_ relationship of the type, which keeps the ids
// of those it stands for. An integration has no direction and always leads from the lesser ref to the greater.
// One shortest path for each is a search in time linear in the edges, never an enumeration of paths.
// @param rows   LIST<MAP>  type (in Neo4j), source, target, properties with id
// @param search BOOLEAN    whether to look for a cycle
// @returns saved INTEGER, cycle LIST<Named>?
// @access write
// @example {"rows": [{"type": "DEPENDS_ON", "source": "capability:crm/order-crud", "target": "configuration:crm/order-schema", "properties": {"id": "0199-example"}}], "search": true}
UNWIND $rows AS row
MATCH (source:RegistryNode {ref: row.source})
MATCH (target:RegistryNode {ref: row.target})
MERGE (source)-[r:$(row.type) {id: row.properties.id}]->(target)
SET r = row.properties
WITH
  row.type AS type,
  row.properties.id AS id,
  source,
  target,
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
WITH type, source, target, a, b
RETURN
  count(*) AS saved,
  head(collect(head(COLLECT {
    WITH type, a, b
    WHERE $search AND type = 'DEPENDS_ON' AND a <> b
    MATCH (one:RegistryNode {ref: a})
    MATCH (other:RegistryNode {ref: b})
    MATCH path = shortestPath((other)-[:MODULE_DEPENDS_ON*]->(one))
    RETURN [n IN [one] + nodes(path) | {ref: n.ref, name: coalesce(n.name, n.key)}] AS closed
    UNION
    WITH type, source, target, a, b
    WHERE $search AND type = 'DEPENDS_ON' AND a = b
    MATCH path = shortestPath((target)-[:DEPENDS_ON*]->(source))
    RETURN [n IN [source] + nodes(path) | {ref: n.ref, name: coalesce(n.name, n.key)}] AS closed
    UNION
    WITH type, source, target
    WHERE $search AND type = 'PART_OF'
    MATCH path = shortestPath((target)-[:PART_OF*]->(source))
    RETURN [n IN [source] + nodes(path) | {ref: n.ref, name: coalesce(n.name, n.key)}] AS closed
  }))) AS cycle
