// The modules that can be reached from one over relationships of one type, those of parts included, by the smallest number of steps.
// The search passes each module once; only its first step may be bounded.
// @param module STRING        ref of the module
// @param type   STRING        MODULE_DEPENDS_ON, MODULE_INTEGRATES_WITH, MODULE_FLOWS_TO or MODULE_PART_OF
// @param way    STRING        along their direction, against it, or either
// @param first  LIST<STRING>? refs of the modules that the first step may lead to; null for all
// @returns depth, refs
// @access read
// @example {"module": "module:crm", "type": "MODULE_DEPENDS_ON", "way": "against", "first": null}
MATCH (m:Module {ref: $module})
CALL (m) {
  WITH m
  WHERE $way = 'against'
  MATCH path = (m)<-[steps:MODULE_DEPENDS_ON|MODULE_FLOWS_TO|MODULE_PART_OF*]-(other)
  WHERE all(r IN steps WHERE type(r) = $type AND ($first IS NULL OR endNode(r) <> m OR startNode(r).ref IN $first))
  RETURN other, min(length(path)) AS depth
  UNION ALL
  WITH m
  WHERE $way = 'along'
  MATCH path = (m)-[steps:MODULE_DEPENDS_ON|MODULE_FLOWS_TO|MODULE_PART_OF*]->(other)
  WHERE all(r IN steps WHERE type(r) = $type AND ($first IS NULL OR startNode(r) <> m OR endNode(r).ref IN $first))
  RETURN other, min(length(path)) AS depth
  UNION ALL
  WITH m
  WHERE $way = 'either'
  MATCH path = (m)-[steps:MODULE_INTEGRATES_WITH*]-(other)
  WHERE all(r IN steps WHERE type(r) = $type
    AND ($first IS NULL
      OR (startNode(r) <> m OR endNode(r).ref IN $first) AND (endNode(r) <> m OR startNode(r).ref IN $first)))
  RETURN other, min(length(path)) AS depth
}
WITH other, depth
WHERE other <> m
RETURN depth, collect(other.ref) AS refs
ORDER BY depth
