// Modules that match all filters, found by one of these, sorted, paginated; for filters that few modules match.
// A page starts after a position in the order, not after a number of rows, so that it stays correct while modules are added and deleted.
// @param by         'text' | 'ids' | 'capability' | 'entity' | 'owner' | 'property' | 'none'  filter by which modules are found
// @param property   NAME          property of the filter, for property
// @param values     LIST<STRING>? any of these values of that property
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
// @param most       INTEGER       maximum number of modules; if there are more, total and rows are of any of them
// @param limit      INTEGER       maximum number of rows
// @returns revision INTEGER, total INTEGER, items LIST<MAP>
// @access read
// @example {"by": "text", "property": "status", "values": null, "text": "customer*", "status": ["active"], "type": null, "health": null, "owner": null, "tag": null, "aiModel": null, "capability": ["customer-crud"], "entity": ["Customer"], "ids": null, "sort": "name", "descending": true, "afterValue": null, "afterKey": null, "most": 2000, "limit": 50}
MATCH (registry:Registry {id: 'registry'})
CALL () {
  CALL () {
    WITH $by AS by
    WHERE by = 'text'
    // As in search/hits.
    CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()
    CALL db.index.fulltext.queryNodes('module_words', $text) YIELD node
    RETURN node AS m
    UNION ALL
    WITH $by AS by
    WHERE by = 'ids'
    MATCH (m:Module)
    WHERE m.key IN $ids OR m.id IN $ids
    RETURN m
    UNION ALL
    WITH $by AS by
    WHERE by = 'capability'
    MATCH (m:Module)-[:HAS_CAPABILITY]->(c:Capability)
    WHERE c.key IN $capability
    RETURN DISTINCT m
    UNION ALL
    WITH $by AS by
    WHERE by = 'entity'
    MATCH (m:Module)-[:HAS_ENTITY]->(e:Entity)
    WHERE e.name IN $entity
    RETURN DISTINCT m
    UNION ALL
    WITH $by AS by
    WHERE by = 'owner'
    CALL () {
      MATCH (m:Module)
      WHERE m.owner IN $owner
      RETURN m
      UNION
      MATCH (m:Module)<-[:OWNS]-(o:Owner)
      WHERE o.name IN $owner OR o.key IN $owner
      RETURN m
    }
    RETURN m
    UNION ALL
    WITH $by AS by
    WHERE by = 'property'
    UNWIND $values AS value
    MATCH (m:Module)
    WHERE m[$property] = value AND m.key IS NOT NULL
    RETURN m
    UNION ALL
    WITH $by AS by
    WHERE by = 'none'
    MATCH (m:Module)
    RETURN m
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
  WITH m
  LIMIT $most
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
    RETURN m {.*, createdAt: toString(m.createdAt), updatedAt: toString(m.updatedAt)}
  } AS items
