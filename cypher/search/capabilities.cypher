// Capabilities that match search words, by their own texts or those of their entity or module, best match first, paginated.
// @param text       STRING?       full-text query, in the syntax of Lucene; null for all
// @param module     STRING?       only of this module, by key
// @param type       LIST<STRING>? any of these
// @param entity     LIST<STRING>? operating on any of these
// @param operation  LIST<STRING>? with any of these
// @param afterScore FLOAT?  score of the last row of the previous page; null for the first page
// @param afterRef   STRING?       ref of the last row of the previous page
// @param limit      INTEGER       maximum number of rows
// @returns revision INTEGER, total INTEGER, items LIST<{ref STRING, key STRING, name STRING, type CapabilityType,
//   description STRING?, operations LIST<STRING>, score FLOAT, module STRING, moduleName STRING, status Status,
//   health Health, entity {name STRING, label STRING, description STRING, fields STRING, words STRING}?,
//   endpoints LIST<Exposed>, served LIST<STRING>}>
// @access read
// @example {"text": "customer*", "module": null, "type": ["crud"], "entity": null, "operation": ["create"], "afterScore": null, "afterRef": null, "limit": 10}
MATCH (registry:Registry {id: 'registry'})
CALL () {
  CALL () {
    WITH $text AS text
    WHERE text IS NOT NULL
    // As in search/hits.
    CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()
    CALL db.index.fulltext.queryNodes('registry_words', text) YIELD node, score
    CALL (node, score) {
      WITH node, score
      WHERE node:Capability
      RETURN node AS c, score AS points
      UNION ALL
      MATCH (node)<-[:OPERATES_ON]-(c:Capability)
      RETURN c, score AS points
      UNION ALL
      MATCH (node)-[:HAS_CAPABILITY]->(c:Capability)
      RETURN c, score * 0.3 AS points
    }
    RETURN c, sum(points) AS points
    UNION ALL
    WITH $text AS text
    WHERE text IS NULL
    MATCH (c:Capability)
    RETURN c, 0.0 AS points
  }
  MATCH (m:Module)-[:HAS_CAPABILITY]->(c)
  WHERE ($module IS NULL OR m.key = $module)
    AND ($type IS NULL OR c.type IN $type)
    AND ($operation IS NULL OR any(operation IN c.operations WHERE operation IN $operation))
    AND ($entity IS NULL OR EXISTS { (c)-[:OPERATES_ON]->(e:Entity) WHERE e.name IN $entity })
  WITH m, c, points * (1 + 0.1 * log(1 + COUNT { (c)<-[:DEPENDS_ON]-() })) AS points
  RETURN collect({c: c, score: round(points, 4)}) AS found
}
RETURN
  registry.revision AS revision,
  size(found) AS total,
  COLLECT {
    UNWIND found AS hit
    WITH hit.c AS c, hit.score AS score, hit.c.ref AS ref
    WHERE $afterRef IS NULL OR score < $afterScore OR (score = $afterScore AND ref > $afterRef)
    ORDER BY score DESC, ref
    LIMIT $limit
    MATCH (m:Module)-[:HAS_CAPABILITY]->(c)
    WITH c, m, score, ref
    ORDER BY score DESC, ref
    RETURN c {
      .ref,
      .key,
      .name,
      .type,
      .description,
      .operations,
      score: score,
      module: m.key,
      moduleName: m.name,
      status: m.status,
      health: m.health,
      entity: head([(c)-[:OPERATES_ON]->(e:Entity) | e {.name, .label, .description, .fields, .words}]),
      endpoints: [(c)-[exposes:EXPOSES]->(p:Endpoint) | {operation: exposes.operation, method: p.method, path: p.path}],
      served: CASE
        WHEN m.status = 'inactive' THEN []
        ELSE [(m)-[:HAS_ENTITY]->(e:Entity) WHERE e.path STARTS WITH m.apiBasePath + '/' AND NOT e.path CONTAINS '{' | e.path]
      END
    }
  } AS items
