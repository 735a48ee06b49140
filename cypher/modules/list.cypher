// Modules that match all filters, sorted, paginated.
// A page starts after a position in the order, not after a number of rows, so that it stays correct while modules are added and deleted.
// @param text       STRING?       full-text query, in the syntax of Lucene
// @param status     LIST<STRING>? any of these
// @param type       LIST<STRING>? any of these
// @param health     LIST<STRING>? any of these
// @param owner      LIST<STRING>? with an owner of any of these names or keys, in any role
// @param tag        LIST<STRING>? any of these
// @param aiModel    LIST<STRING>? any of these
// @param capability LIST<STRING>? with a capability of any of these keys
// @param entity     LIST<STRING>? with any of these entities
// @param ids        LIST<STRING>? only these, by key or id
// @param sort       STRING        property to sort by, then by key
// @param descending BOOLEAN       whether to sort in descending order
// @param afterValue ANY?          value of that property in the last row of the previous page
// @param afterKey   STRING?       key of the last row of the previous page; null for the first page
// @param limit      INTEGER       maximum number of rows
// @returns revision INTEGER, total INTEGER, items LIST<MAP>
// @access read
// @example {"text": "customer*", "status": ["active"], "type": null, "health": null, "owner": null, "tag": null, "aiModel": null, "capability": ["customer-crud"], "entity": ["Customer"], "ids": null, "sort": "name", "descending": true, "afterValue": null, "afterKey": null, "limit": 50}
MATCH (registry:Registry {id: 'registry'})
CALL () {
  CALL () {
    WITH $text AS text
    WHERE text IS NULL
    MATCH (m:Module)
    RETURN m
    UNION ALL
    WITH $text AS text
    WHERE text IS NOT NULL
    // As in search/hits.
    CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()
    CALL db.index.fulltext.queryNodes('module_words', text) YIELD node
    RETURN node AS m
  }
  WITH m
  WHERE ($status IS NULL OR m.status IN $status)
    AND ($type IS NULL OR m.type IN $type)
    AND ($health IS NULL OR m.health IN $health)
    AND ($owner IS NULL
      OR m.owner IN $owner
      OR EXISTS { (m)<-[:OWNS]-(o:Owner) WHERE o.name IN $owner OR o.key IN $owner })
    AND ($tag IS NULL OR any(tag IN m.tags WHERE tag IN $tag))
    AND ($aiModel IS NULL OR m.aiModel IN $aiModel)
    AND ($capability IS NULL OR EXISTS { (m)-[:HAS_CAPABILITY]->(c:Capability) WHERE c.key IN $capability })
    AND ($entity IS NULL OR EXISTS { (m)-[:HAS_ENTITY]->(e:Entity) WHERE e.name IN $entity })
    AND ($ids IS NULL OR m.key IN $ids OR m.id IN $ids)
  RETURN collect(m) AS found
}
RETURN
  registry.revision AS revision,
  size(found) AS total,
  COLLECT {
    UNWIND found AS m
    WITH m, coalesce(m[$sort], '') AS value
    WHERE $afterKey IS NULL
      OR ($descending AND (value < $afterValue OR (value = $afterValue AND m.key < $afterKey)))
      OR (NOT $descending AND (value > $afterValue OR (value = $afterValue AND m.key > $afterKey)))
    WITH m, value
    ORDER BY
      CASE WHEN $descending THEN null ELSE value END,
      CASE WHEN $descending THEN value END DESC,
      CASE WHEN $descending THEN null ELSE m.key END,
      m.key DESC
    LIMIT $limit
    RETURN m {.*}
  } AS items
