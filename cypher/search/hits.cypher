// Modules, capabilities, entities and configurations that match search words, best match first, paginated.
// Of equal matches, those with more dependents come first.
// @param text       STRING        full-text query, in the syntax of Lucene
// @param kinds      LIST<STRING>  labels: Module, Capability, Entity, Configuration
// @param module     STRING?       only this module and its parts, by key
// @param afterScore FLOAT?  score of the last row of the previous page; null for the first page
// @param afterRef   STRING?       ref of the last row of the previous page
// @param limit      INTEGER       maximum number of rows
// @returns revision INTEGER, total INTEGER, items LIST<{ref STRING, key STRING?, name STRING?, label STRING?,
//   description STRING?, words STRING?, documentation STRING?, operations LIST<STRING>?, tags LIST<STRING>?, aliases LIST<STRING>?,
//   owner STRING?, score FLOAT, dependants INTEGER, module STRING, status Status, health Health}>
// @access read
// @example {"text": "customer*", "kinds": ["Module", "Capability", "Entity", "Configuration"], "module": null, "afterScore": null, "afterRef": null, "limit": 10}
MATCH (registry:Registry {id: 'registry'})
// The index is written after the commit of a change, which would take three times as long otherwise: this waits for what is left of it.
CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()
CALL () {
  CALL db.index.fulltext.queryNodes('registry_words', $text) YIELD node
  WHERE any(label IN labels(node) WHERE label IN $kinds)
    AND ($module IS NULL OR node.ref = 'module:' + $module OR split(split(node.ref, ':')[1], '/')[0] = $module)
  RETURN count(*) AS total
}
RETURN
  registry.revision AS revision,
  total,
  COLLECT {
    CALL db.index.fulltext.queryNodes('registry_words', $text) YIELD node, score AS points
    WHERE any(label IN labels(node) WHERE label IN $kinds)
      AND ($module IS NULL OR node.ref = 'module:' + $module OR split(split(node.ref, ':')[1], '/')[0] = $module)
    WITH
      node,
      points,
      CASE WHEN node:Module THEN COUNT { (node)<-[:DEPENDS_ON]-(:Module) } ELSE COUNT { (node)<-[:DEPENDS_ON]-() } END AS dependants
    WITH node, dependants, node.ref AS ref, round(points * (1 + 0.1 * log(1 + dependants)), 4) AS score
    WHERE $afterRef IS NULL OR score < $afterScore OR (score = $afterScore AND ref > $afterRef)
    ORDER BY score DESC, ref
    LIMIT $limit
    MATCH (m:Module {key: split(split(ref, ':')[1], '/')[0]})
    WITH node, dependants, score, ref, m
    ORDER BY score DESC, ref
    RETURN node {
      .ref,
      .key,
      .name,
      .label,
      .description,
      .words,
      .documentation,
      .operations,
      .tags,
      .owner,
      .aliases,
      score: score,
      dependants: dependants,
      module: m.key,
      status: m.status,
      health: m.health
    }
  } AS items
