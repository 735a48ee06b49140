// Relationships by their ids.
// @param ids LIST<STRING>  ids
// @returns relationship
// @access read
// @example {"ids": ["0199-example"]}
UNWIND $ids AS id
CALL (id) {
  MATCH ()-[r:DEPENDS_ON {id: id}]->()
  RETURN r
  UNION ALL
  MATCH ()-[r:INTEGRATES_WITH {id: id}]->()
  RETURN r
  UNION ALL
  MATCH ()-[r:FLOWS_TO {id: id}]->()
  RETURN r
  UNION ALL
  MATCH ()-[r:PART_OF {id: id}]->()
  RETURN r
}
RETURN r {.*, type: type(r), source: startNode(r).ref, target: endNode(r).ref} AS relationship
ORDER BY r.id
