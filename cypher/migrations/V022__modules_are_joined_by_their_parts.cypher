// What joins two modules or their parts also joins the modules themselves.
MATCH (source:RegistryNode)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]->(target:RegistryNode)
WITH
  type(r) AS type,
  r.id AS id,
  'module:' + split(split(source.ref, ':')[1], '/')[0] AS a,
  'module:' + split(split(target.ref, ':')[1], '/')[0] AS b
WHERE a <> b
WITH
  type,
  CASE WHEN type = 'INTEGRATES_WITH' AND b < a THEN b ELSE a END AS from,
  CASE WHEN type = 'INTEGRATES_WITH' AND b < a THEN a ELSE b END AS to,
  collect(id) AS ids
MATCH (source:RegistryNode {ref: from})
MATCH (target:RegistryNode {ref: to})
MERGE (source)-[m:$('MODULE_' + type)]->(target)
SET m.relationships = ids
