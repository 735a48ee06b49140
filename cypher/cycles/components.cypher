// Strongly connected components: modules that all reach each other over relationships of some types, on cycles of any length; largest first.
// Every component has a least module, by ref, that lies on a cycle of only greater ones. Such modules are few; for each that is in no
// component yet, its component is what it reaches and what reaches it. /api/graph/cycles finds the same in memory, faster: decision 0051.
// @param types LIST<STRING>  any of DEPENDS_ON, FLOWS_TO, PART_OF
// @param limit INTEGER       maximum number of rows
// @returns size INTEGER, modules LIST<STRING>
// @access read
// @grows with the modules, and what can be reached from each that relationships lead to and from
// @example {"types": ["FLOWS_TO"], "limit": 50}
MATCH (m:Module)
WHERE EXISTS { (m)-[r:DEPENDS_ON|FLOWS_TO|PART_OF]->(n:Module) WHERE type(r) IN $types AND n.ref > m.ref }
  AND EXISTS { (m)<-[r:DEPENDS_ON|FLOWS_TO|PART_OF]-(n:Module) WHERE type(r) IN $types AND n.ref > m.ref }
CALL (m) {
  MATCH (m)-[r:DEPENDS_ON|FLOWS_TO|PART_OF]->(next:Module)
  WHERE type(r) IN $types AND next.ref > m.ref
  // shortestPath refuses a path from a node to itself.
  MATCH path = shortestPath((next)-[steps:DEPENDS_ON|FLOWS_TO|PART_OF*]->(m))
  WHERE all(n IN nodes(path) WHERE n:Module AND n.ref >= m.ref) AND all(step IN steps WHERE type(step) IN $types)
  RETURN 1 AS found
  LIMIT 1
}
WITH m
ORDER BY m.ref
WITH collect(m) AS leasts
UNWIND reduce(components = [], m IN leasts |
  CASE
    WHEN any(component IN components WHERE m IN component) THEN components
    ELSE components + [head(COLLECT {
      WITH
        COLLECT {
          MATCH (m)-[steps:DEPENDS_ON|FLOWS_TO|PART_OF*]->(n:Module)
          WHERE all(step IN steps WHERE type(step) IN $types)
          RETURN DISTINCT n
        } AS ahead,
        COLLECT {
          MATCH (m)<-[steps:DEPENDS_ON|FLOWS_TO|PART_OF*]-(n:Module)
          WHERE all(step IN steps WHERE type(step) IN $types)
          RETURN DISTINCT n
        } AS behind
      RETURN [n IN ahead WHERE n IN behind]
    })]
  END
) AS component
RETURN
  size(component) AS size,
  COLLECT {
    UNWIND component AS n
    RETURN n.key
    ORDER BY n.key
  } AS modules
ORDER BY size DESC, modules
LIMIT $limit
