// Relationships of each of some modules and their parts, the oldest of each.
// @param modules LIST<STRING>  keys
// @param limit   INTEGER       how many of each at most
// @returns module STRING, revision INTEGER, total INTEGER, items LIST<NamedRelationship>
// @access read
// @example {"modules": ["crm"], "limit": 50}
MATCH (registry:Registry {id: 'registry'})
UNWIND $modules AS key
MATCH (m:Module {key: key})
CALL (m) {
  MATCH (m)-[:HAS_CAPABILITY|HAS_CONFIGURATION]->{0,1}(:RegistryNode)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-()
  RETURN collect(DISTINCT r) AS found
}
RETURN
  m.key AS module,
  registry.revision AS revision,
  size(found) AS total,
  COLLECT {
    UNWIND found AS r
    WITH r
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
ORDER BY module
