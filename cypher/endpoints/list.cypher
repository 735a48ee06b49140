// Endpoints of modules, all or one of each, by method and path; with the paths of the lists of records that the registry serves of the module.
// @param modules LIST<STRING>  keys or ids of modules
// @param part    STRING?       only the one with this key or id
// @param after   STRING        key of the last row of the previous page; empty for the first page
// @param limit   INTEGER       maximum number per module
// @returns module STRING, key STRING, revision INTEGER, total INTEGER, served LIST<STRING>, items LIST<{.*, key STRING}>
// @access read
// @example {"modules": ["crm"], "part": null, "after": "", "limit": 50}
MATCH (registry:Registry {id: 'registry'})
UNWIND $modules AS module
MATCH (m:Module)
WHERE m.key = module OR m.id = module
CALL (m) {
  MATCH (m)-[:HAS_ENDPOINT]->(p:Endpoint)
  WHERE ($part IS NULL OR p.key = $part OR p.id = $part)
  RETURN collect(p) AS found
}
RETURN
  module,
  m.key AS key,
  registry.revision AS revision,
  size(found) AS total,
  CASE
    WHEN m.status = 'inactive' THEN []
    ELSE [(m)-[:HAS_ENTITY]->(e:Entity) WHERE e.path STARTS WITH m.apiBasePath + '/' AND NOT e.path CONTAINS '{' | e.path]
  END AS served,
  COLLECT {
    UNWIND found AS p
    WITH p
    WHERE p.key > $after
    ORDER BY p.key
    LIMIT $limit
    RETURN p {.*, createdAt: toString(p.createdAt), updatedAt: toString(p.updatedAt), module: m.key}
  } AS items
