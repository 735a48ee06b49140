// Accepted patch documents, newest first, paginated.
// @param module STRING?  key or id of the module that they registered or changed
// @param before STRING   id of the last row of the previous page
// @param limit  INTEGER  maximum number of rows
// @returns revision INTEGER, total INTEGER, items LIST<{id STRING, patchId STRING, document STRING, answer STRING,
//   undoneBy INTEGER?, createdAt DATETIME, module STRING?}>
// @access read
// @example {"module": "crm", "before": "~", "limit": 50}
MATCH (registry:Registry {id: 'registry'})
OPTIONAL MATCH (m:Module)
WHERE m.key = $module OR m.id = $module
CALL (m) {
  MATCH (p:Patch)
  WHERE $module IS NULL OR EXISTS { (p)-[:REGISTERED]->(m) }
  RETURN collect(p) AS found
}
RETURN
  registry.revision AS revision,
  size(found) AS total,
  COLLECT {
    UNWIND found AS p
    WITH p
    WHERE p.id < $before
    ORDER BY p.id DESC
    LIMIT $limit
    RETURN p {.id, .patchId, .document, .answer, .undoneBy, .createdAt, module: head([(p)-[:REGISTERED]->(owner) | owner.key])}
  } AS items
