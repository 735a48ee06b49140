// Relationships with an end among these refs, including pending ones.
// @param refs LIST<STRING>  refs of modules, capabilities and configurations
// @returns relationship MAP
// @access read
// @example {"refs": ["capability:crm/customer-crud"]}
CALL () {
  MATCH (n:RegistryNode)
  WHERE n.ref IN $refs
  MATCH (n)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-()
  WHERE r.id IS NOT NULL
  WITH DISTINCT r
  RETURN r {.*, type: type(r), source: startNode(r).ref, target: endNode(r).ref} AS relationship
  UNION
  MATCH (p:PendingRelationship)
  WHERE p.source IN $refs
  RETURN p {.*} AS relationship
  UNION
  MATCH (p:PendingRelationship)
  WHERE p.target IN $refs
  RETURN p {.*} AS relationship
}
RETURN relationship
ORDER BY relationship.id
