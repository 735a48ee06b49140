// Modules similar to a new one: by entities, capabilities and words.
// @param key          STRING        key of the new module
// @param entities     LIST<STRING>  names of entities
// @param capabilities LIST<STRING>  keys of capabilities
// @param text         STRING        full-text query, in the syntax of Lucene
// @returns key STRING, name STRING, description STRING, tags LIST<STRING>, entities LIST<STRING>,
//   capabilities LIST<STRING>
// @access read
// @example {"key": "shop", "entities": ["Customer"], "capabilities": ["customer-crud"], "text": "customer*"}
CALL () {
  MATCH (m:Module)-[:HAS_ENTITY]->(e:Entity)
  WHERE e.name IN $entities
  RETURN m
  ORDER BY m.key
  LIMIT 100
  UNION
  MATCH (m:Module)-[:HAS_CAPABILITY]->(c:Capability)
  WHERE c.key IN $capabilities
  RETURN m
  ORDER BY m.key
  LIMIT 100
  UNION
  // As in search/hits.
  CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()
  CALL db.index.fulltext.queryNodes('module_words', $text, {limit: 50}) YIELD node
  RETURN node AS m
}
WITH DISTINCT m
WHERE m.key <> $key
RETURN
  m.key AS key,
  m.name AS name,
  m.description AS description,
  m.tags AS tags,
  [(m)-[:HAS_ENTITY]->(e) | e.name] AS entities,
  [(m)-[:HAS_CAPABILITY]->(c) | c.key] AS capabilities
ORDER BY key
