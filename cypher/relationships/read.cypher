// Relationships by their ids, including pending ones.
// @param ids LIST<STRING>  their ids
// @returns relationship MAP
// @access read
// @example {"ids": ["0199-example"]}
UNWIND $ids AS id
CALL (id) {
  MATCH (source)-[r:DEPENDS_ON {id: id}]->(target)
  RETURN r {.*, createdAt: toString(r.createdAt), updatedAt: toString(r.updatedAt), type: type(r), source: source.ref, target: target.ref} AS relationship
  UNION ALL
  MATCH (source)-[r:INTEGRATES_WITH {id: id}]->(target)
  RETURN r {.*, createdAt: toString(r.createdAt), updatedAt: toString(r.updatedAt), type: type(r), source: source.ref, target: target.ref} AS relationship
  UNION ALL
  MATCH (source)-[r:FLOWS_TO {id: id}]->(target)
  RETURN r {.*, createdAt: toString(r.createdAt), updatedAt: toString(r.updatedAt), type: type(r), source: source.ref, target: target.ref} AS relationship
  UNION ALL
  MATCH (source)-[r:PART_OF {id: id}]->(target)
  RETURN r {.*, createdAt: toString(r.createdAt), updatedAt: toString(r.updatedAt), type: type(r), source: source.ref, target: target.ref} AS relationship
  UNION ALL
  MATCH (p:PendingRelationship {id: id})
  RETURN p {.*} AS relationship
}
RETURN relationship
ORDER BY relationship.id
