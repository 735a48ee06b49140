// Pending relationships with an end among these refs whose ends now both exist, oldest first.
// @param refs LIST<STRING>  refs of new modules and parts
// @returns relationship MAP
// @access read
// @example {"refs": ["module:crm"]}
CALL () {
  MATCH (p:PendingRelationship)
  WHERE p.target IN $refs
  RETURN p
  UNION
  MATCH (p:PendingRelationship)
  WHERE p.source IN $refs
  RETURN p
}
WITH p
WHERE p.state = 'pending'
  AND EXISTS { (:RegistryNode {ref: p.source}) }
  AND EXISTS { (:RegistryNode {ref: p.target}) }
RETURN p {.*} AS relationship
ORDER BY p.id
