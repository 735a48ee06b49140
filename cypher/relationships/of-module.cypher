// Relationships of a module and its parts with anything, in both directions, oldest first.
// @param id    STRING        key or id of the module
// @param type  LIST<STRING>? any of these Neo4j types
// @param after STRING        id after which the page starts, empty for the first
// @param limit INTEGER       how many at most
// @returns revision, total, items
// @access read
// @example {"id": "crm", "type": ["DEPENDS_ON"], "after": "", "limit": 50}
MATCH (registry:Registry {id: 'registry'})
MATCH (m:Module)
WHERE m.key = $id OR m.id = $id
CALL (m) {
  MATCH (m)-[:HAS_CAPABILITY|HAS_CONFIGURATION]->{0,1}(end:RegistryNode)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-()
  WHERE $type IS NULL OR type(r) IN $type
  RETURN collect(DISTINCT r) AS found
}
RETURN
  registry.revision AS revision,
  size(found) AS total,
  COLLECT {
    UNWIND found AS r
    WITH r
    WHERE r.id > $after
    ORDER BY r.id
    LIMIT $limit
    RETURN r {
      .*,
      type: type(r),
      source: startNode(r).ref,
      target: endNode(r).ref,
      sourceName: coalesce(startNode(r).name, startNode(r).key),
      targetName: coalesce(endNode(r).name, endNode(r).key)
    }
  } AS items
