// Configurations of modules, all or one of each, by key.
// @param modules LIST<STRING>  keys or ids of modules
// @param part    STRING?       only the one with this key or id
// @param configType LIST<STRING>? any of these
// @param after   STRING        key of the last row of the previous page; empty for the first page
// @param limit   INTEGER       maximum number per module
// @returns module STRING, key STRING, revision INTEGER, total INTEGER, items LIST<MAP>
// @access read
// @example {"modules": ["crm"], "part": null, "configType": null, "after": "", "limit": 50}
MATCH (registry:Registry {id: 'registry'})
UNWIND $modules AS module
MATCH (m:Module)
WHERE m.key = module OR m.id = module
CALL (m) {
  MATCH (m)-[:HAS_CONFIGURATION]->(c:Configuration)
  WHERE ($part IS NULL OR c.key = $part OR c.id = $part)
    AND ($configType IS NULL OR c.configType IN $configType)
  RETURN collect(c) AS found
}
RETURN
  module,
  m.key AS key,
  registry.revision AS revision,
  size(found) AS total,
  COLLECT {
    UNWIND found AS c
    WITH c
    WHERE c.key > $after
    ORDER BY c.key
    LIMIT $limit
    RETURN c {.*, createdAt: toString(c.createdAt), updatedAt: toString(c.updatedAt), module: m.key}
  } AS items
