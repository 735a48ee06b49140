// One relationship.
// @param id STRING  its id
// @returns relationship
// @access read
// @example {"id": "0199-example"}
CALL () {
  MATCH ()-[r:DEPENDS_ON {id: $id}]->()
  RETURN r
  UNION ALL
  MATCH ()-[r:INTEGRATES_WITH {id: $id}]->()
  RETURN r
  UNION ALL
  MATCH ()-[r:FLOWS_TO {id: $id}]->()
  RETURN r
  UNION ALL
  MATCH ()-[r:PART_OF {id: $id}]->()
  RETURN r
}
RETURN r {.*, type: type(r), source: startNode(r).ref, target: endNode(r).ref} AS relationship
