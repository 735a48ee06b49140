// Modules and parts that can be reached from any of these, themselves included, each with what it leads to directly.
// Relationships that are left out may lead to some of them, but are not told; nor those between modules that only stand for them.
// @param refs    LIST<STRING>  modules or parts
// @param type    STRING        DEPENDS_ON or PART_OF
// @param without LIST<STRING>  ids of relationships that are left out
// @returns ref STRING, targets LIST<STRING>
// @access read
// @grows with the modules and relationships that can be reached, each once for each of the refs
// @example {"refs": ["module:shipping", "capability:crm/order-crud"], "type": "DEPENDS_ON", "without": []}
CALL () {
  MATCH (start:RegistryNode)
  WHERE $type = 'DEPENDS_ON' AND start.ref IN $refs
  MATCH (start)-[:DEPENDS_ON*0..]->(n:RegistryNode)
  RETURN DISTINCT n
  UNION
  MATCH (start:RegistryNode)
  WHERE $type = 'PART_OF' AND start.ref IN $refs
  MATCH (start)-[:PART_OF*0..]->(n:RegistryNode)
  RETURN DISTINCT n
}
RETURN
  n.ref AS ref,
  COLLECT {
    MATCH (n)-[r:DEPENDS_ON|PART_OF]->(target)
    WHERE type(r) = $type
      AND NOT (coalesce(r.id IN $without, true) AND all(id IN coalesce(r.liftedFrom, []) WHERE id IN $without))
    RETURN target.ref
  } AS targets
ORDER BY ref
