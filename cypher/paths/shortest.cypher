// A shortest path between two modules over relationships of any type, in either direction, with the ids of the relationships of each step.
// @param from STRING  ref of a module
// @param to   STRING  ref of another module
// @returns ref STRING, name STRING, type STRING?, relationships LIST<STRING>?
// @access read
// @grows with the modules and relationships that it visits, each once
// @example {"from": "module:crm", "to": "module:shop"}
MATCH (source:RegistryNode {ref: $from})
MATCH (target:RegistryNode {ref: $to})
MATCH path = shortestPath((source)-[:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF*]-(target))
WHERE all(n IN nodes(path) WHERE n:Module)
UNWIND range(0, length(path)) AS step
RETURN
  nodes(path)[step].ref AS ref,
  nodes(path)[step].name AS name,
  type(relationships(path)[step]) AS type,
  coalesce(relationships(path)[step].liftedFrom, []) + coalesce(relationships(path)[step].id, []) AS relationships
ORDER BY step
