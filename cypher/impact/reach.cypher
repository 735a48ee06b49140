// Modules that can be reached from a module over relationships of one type, including those of parts, with the smallest number of steps.
// The search visits each module once; only its first step can be restricted, so it passes no parts: those of the module would lead on
// from it past the first step. The type of a variable-length pattern cannot be a parameter.
// @param module STRING        ref of the module
// @param type   STRING        DEPENDS_ON, INTEGRATES_WITH, FLOWS_TO or PART_OF
// @param way    'along' | 'against' | 'either'  direction in which the relationships are followed
// @param first  LIST<STRING>? refs of the modules that the first step may lead to; null for all
// @returns depth INTEGER, refs LIST<STRING>
// @access read
// @grows with the modules and relationships that it visits, each once
// @example {"module": "module:crm", "type": "DEPENDS_ON", "way": "against", "first": null}
MATCH (m:RegistryNode {ref: $module})
CALL (m) {
  WITH m
  WHERE $type = 'DEPENDS_ON' AND $way = 'against'
  MATCH path = (m)<-[steps:DEPENDS_ON*]-(other:Module)
  WHERE all(r IN steps WHERE startNode(r):Module AND ($first IS NULL OR endNode(r) <> m OR startNode(r).ref IN $first))
  WITH other, min(length(path)) AS depth
  RETURN depth, collect(other.ref) AS refs
  UNION ALL
  WITH m
  WHERE $type = 'DEPENDS_ON' AND $way = 'along'
  MATCH path = (m)-[steps:DEPENDS_ON*]->(other:Module)
  WHERE all(r IN steps WHERE endNode(r):Module AND ($first IS NULL OR startNode(r) <> m OR endNode(r).ref IN $first))
  WITH other, min(length(path)) AS depth
  RETURN depth, collect(other.ref) AS refs
  UNION ALL
  WITH m
  WHERE $type = 'FLOWS_TO' AND $way = 'against'
  MATCH path = (m)<-[steps:FLOWS_TO*]-(other:Module)
  WHERE all(r IN steps WHERE startNode(r):Module AND ($first IS NULL OR endNode(r) <> m OR startNode(r).ref IN $first))
  WITH other, min(length(path)) AS depth
  RETURN depth, collect(other.ref) AS refs
  UNION ALL
  WITH m
  WHERE $type = 'FLOWS_TO' AND $way = 'along'
  MATCH path = (m)-[steps:FLOWS_TO*]->(other:Module)
  WHERE all(r IN steps WHERE endNode(r):Module AND ($first IS NULL OR startNode(r) <> m OR endNode(r).ref IN $first))
  WITH other, min(length(path)) AS depth
  RETURN depth, collect(other.ref) AS refs
  UNION ALL
  WITH m
  WHERE $type = 'PART_OF' AND $way = 'against'
  MATCH path = (m)<-[steps:PART_OF*]-(other:Module)
  WHERE all(r IN steps WHERE startNode(r):Module AND ($first IS NULL OR endNode(r) <> m OR startNode(r).ref IN $first))
  WITH other, min(length(path)) AS depth
  RETURN depth, collect(other.ref) AS refs
  UNION ALL
  WITH m
  WHERE $type = 'PART_OF' AND $way = 'along'
  MATCH path = (m)-[steps:PART_OF*]->(other:Module)
  WHERE all(r IN steps WHERE endNode(r):Module AND ($first IS NULL OR startNode(r) <> m OR endNode(r).ref IN $first))
  WITH other, min(length(path)) AS depth
  RETURN depth, collect(other.ref) AS refs
  UNION ALL
  WITH m
  WHERE $type = 'INTEGRATES_WITH' AND $way = 'either'
  MATCH path = (m)-[steps:INTEGRATES_WITH*]-(other:Module)
  WHERE all(r IN steps WHERE startNode(r):Module AND endNode(r):Module AND ($first IS NULL
    OR (startNode(r) <> m OR endNode(r).ref IN $first) AND (endNode(r) <> m OR startNode(r).ref IN $first)))
  WITH other, min(length(path)) AS depth
  RETURN depth, collect(other.ref) AS refs
}
RETURN depth, [ref IN refs WHERE ref <> m.ref] AS refs
ORDER BY depth
