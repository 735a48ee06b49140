// Endpoints of modules, all of each or one, by method and path.
// @param modules LIST<STRING>  keys or ids of modules
// @param part    STRING?       only the one with this key or id
// @param after   STRING        the key after which the page starts, empty for the first
// @param limit   INTEGER       how many at most of each module
// @returns module STRING, key STRING, revision INTEGER, total INTEGER, items LIST<{.*, key STRING}>
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
  COLLECT {
    UNWIND found AS p
    WITH p
    WHERE p.key > $after
    ORDER BY p.key
    LIMIT $limit
    RETURN p {.*, module: m.key}
  } AS items
