// Modules that can be reached from a module over relationships of one type, including those of parts, with the smallest number of steps.
// The search visits each module once; only its first step can be restricted. The type of a variable-length pattern cannot be a parameter.
// @param module STRING        ref of the module
// @param type   STRING        MODULE_DEPENDS_ON, MODULE_INTEGRATES_WITH, MODULE_FLOWS_TO or MODULE_PART_OF
// @param way    'along' | 'against' | 'either'  direction in which the relationships are followed
// @param first  LIST<STRING>? refs of the modules that the first step may lead to; null for all
// @returns depth INTEGER, refs LIST<STRING>
// @access read
// @grows with the modules and relationships that it visits, each once
// @example {"module": "module:crm", "type": "MODULE_DEPENDS_ON", "way": "against", "first": null}
MATCH (m:RegistryNode {ref: $module})
CALL (m) {
  WITH m
  WHERE $type = 'MODULE_DEPENDS_ON' AND $way = 'against'
  MATCH path = (m)<-[steps:MODULE_DEPENDS_ON*]-(other)
  WHERE all(r IN steps WHERE $first IS NULL OR endNode(r) <> m OR startNode(r).ref IN $first)
  WITH other, min(length(path)) AS depth
  RETURN depth, collect(other.ref) AS refs
  UNION ALL
  WITH m
  WHERE $type = 'MODULE_DEPENDS_ON' AND $way = 'along'
  MATCH path = (m)-[steps:MODULE_DEPENDS_ON*]->(other)
  WHERE all(r IN steps WHERE $first IS NULL OR startNode(r) <> m OR endNode(r).ref IN $first)
  WITH other, min(length(path)) AS depth
  RETURN depth, collect(other.ref) AS refs
  UNION ALL
  WITH m
  WHERE $type = 'MODULE_FLOWS_TO' AND $way = 'against'
  MATCH path = (m)<-[steps:MODULE_FLOWS_TO*]-(other)
  WHERE all(r IN steps WHERE $first IS NULL OR endNode(r) <> m OR startNode(r).ref IN $first)
  WITH other, min(length(path)) AS depth
  RETURN depth, collect(other.ref) AS refs
  UNION ALL
  WITH m
  WHERE $type = 'MODULE_FLOWS_TO' AND $way = 'along'
  MATCH path = (m)-[steps:MODULE_FLOWS_TO*]->(other)
  WHERE all(r IN steps WHERE $first IS NULL OR startNode(r) <> m OR endNode(r).ref IN $first)
  WITH other, min(length(path)) AS depth
  RETURN depth, collect(other.ref) AS refs
  UNION ALL
  WITH m
  WHERE $type = 'MODULE_PART_OF' AND $way = 'against'
  MATCH path = (m)<-[steps:MODULE_PART_OF*]-(other)
  WHERE all(r IN steps WHERE $first IS NULL OR endNode(r) <> m OR startNode(r).ref IN $first)
  WITH other, min(length(path)) AS depth
  RETURN depth, collect(other.ref) AS refs
  UNION ALL
  WITH m
  WHERE $type = 'MODULE_PART_OF' AND $way = 'along'
  MATCH path = (m)-[steps:MODULE_PART_OF*]->(other)
  WHERE all(r IN steps WHERE $first IS NULL OR startNode(r) <> m OR endNode(r).ref IN $first)
  WITH other, min(length(path)) AS depth
  RETURN depth, collect(other.ref) AS refs
  UNION ALL
  WITH m
  WHERE $type = 'MODULE_INTEGRATES_WITH' AND $way = 'either'
  MATCH path = (m)-[steps:MODULE_INTEGRATES_WITH*]-(other)
  WHERE all(r IN steps WHERE $first IS NULL
    OR (startNode(r) <> m OR endNode(r).ref IN $first) AND (endNode(r) <> m OR startNode(r).ref IN $first))
  WITH other, min(length(path)) AS depth
  RETURN depth, collect(other.ref) AS refs
}
RETURN depth, [ref IN refs WHERE ref <> m.ref] AS refs
ORDER BY depth
