// Entities of modules, all or one of each, by name.
// @param modules LIST<STRING>  keys or ids of modules
// @param part    STRING?       only the one with this name or id
// @param after   STRING        name of the last row of the previous page; empty for the first page
// @param limit   INTEGER       maximum number per module
// @returns module STRING, key STRING, revision INTEGER, total INTEGER, items LIST<MAP>
// @access read
// @example {"modules": ["crm"], "part": null, "after": "", "limit": 50}
MATCH (registry:Registry {id: 'registry'})
UNWIND $modules AS module
MATCH (m:Module)
WHERE m.key = module OR m.id = module
CALL (m) {
  MATCH (m)-[:HAS_ENTITY]->(e:Entity)
  WHERE ($part IS NULL OR e.name = $part OR e.id = $part)
  RETURN collect(e) AS found
}
RETURN
  module,
  m.key AS key,
  registry.revision AS revision,
  size(found) AS total,
  COLLECT {
    UNWIND found AS e
    WITH e
    WHERE e.name > $after
    ORDER BY e.name
    LIMIT $limit
    RETURN e {.*, createdAt: toString(e.createdAt), updatedAt: toString(e.updatedAt), module: m.key}
  } AS items
