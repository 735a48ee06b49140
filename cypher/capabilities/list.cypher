// Capabilities of modules, all or one of each, by key; with the paths of the lists of records that the registry serves of the module.
// @param modules LIST<STRING>  keys or ids of modules
// @param part    STRING?       only the one with this key or id
// @param type      LIST<STRING>? any of these
// @param entity    LIST<STRING>? operating on any of these
// @param operation LIST<STRING>? with any of these
// @param after   STRING        key of the last row of the previous page; empty for the first page
// @param limit   INTEGER       maximum number per module
// @returns module STRING, key STRING, revision INTEGER, total INTEGER, served LIST<STRING>, items LIST<MAP>
// @access read
// @example {"modules": ["crm"], "part": null, "type": null, "entity": ["Customer"], "operation": null, "after": "", "limit": 50}
MATCH (registry:Registry {id: 'registry'})
UNWIND $modules AS module
MATCH (m:Module)
WHERE m.key = module OR m.id = module
CALL (m) {
  MATCH (m)-[:HAS_CAPABILITY]->(c:Capability)
  WHERE ($part IS NULL OR c.key = $part OR c.id = $part)
    AND ($type IS NULL OR c.type IN $type)
    AND ($operation IS NULL OR any(operation IN c.operations WHERE operation IN $operation))
    AND ($entity IS NULL OR EXISTS { (c)-[:OPERATES_ON]->(e:Entity) WHERE e.name IN $entity })
  RETURN collect(c) AS found
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
    UNWIND found AS c
    WITH c
    WHERE c.key > $after
    ORDER BY c.key
    LIMIT $limit
    RETURN c {
      .*,
      createdAt: toString(c.createdAt),
      updatedAt: toString(c.updatedAt),
      module: m.key,
      entity: head([(c)-[:OPERATES_ON]->(e:Entity) | e.name]),
      endpoints: [(c)-[exposes:EXPOSES]->(p:Endpoint) | {operation: exposes.operation, method: p.method, path: p.path}]
    }
  } AS items
