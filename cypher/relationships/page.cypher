// Relationships of some types, oldest first, paginated, directly from the indexes, for lists without other filters.
// @param type  LIST<STRING> any of these Neo4j types
// @param after STRING       id of the last row of the previous page; empty for the first page
// @param limit INTEGER      maximum number of rows
// @returns revision INTEGER, total INTEGER, items LIST<NamedRelationship>
// @access read
// @example {"type": ["DEPENDS_ON", "FLOWS_TO"], "after": "", "limit": 50}
MATCH (registry:Registry {id: 'registry'})
CALL () {
  WITH 'DEPENDS_ON' AS type
  WHERE type IN $type
  RETURN COUNT { MATCH ()-[r:DEPENDS_ON]->() WHERE r.id IS NOT NULL } AS count
  UNION ALL
  WITH 'INTEGRATES_WITH' AS type
  WHERE type IN $type
  RETURN COUNT { MATCH ()-[r:INTEGRATES_WITH]->() WHERE r.id IS NOT NULL } AS count
  UNION ALL
  WITH 'FLOWS_TO' AS type
  WHERE type IN $type
  RETURN COUNT { MATCH ()-[r:FLOWS_TO]->() WHERE r.id IS NOT NULL } AS count
  UNION ALL
  WITH 'PART_OF' AS type
  WHERE type IN $type
  RETURN COUNT { MATCH ()-[r:PART_OF]->() WHERE r.id IS NOT NULL } AS count
}
WITH registry, sum(count) AS total
CALL () {
  CALL () {
    WITH 'DEPENDS_ON' AS type
    WHERE type IN $type
    MATCH ()-[r:DEPENDS_ON]->()
    WHERE r.id > $after
    RETURN r
    ORDER BY r.id
    LIMIT $limit
    UNION ALL
    WITH 'INTEGRATES_WITH' AS type
    WHERE type IN $type
    MATCH ()-[r:INTEGRATES_WITH]->()
    WHERE r.id > $after
    RETURN r
    ORDER BY r.id
    LIMIT $limit
    UNION ALL
    WITH 'FLOWS_TO' AS type
    WHERE type IN $type
    MATCH ()-[r:FLOWS_TO]->()
    WHERE r.id > $after
    RETURN r
    ORDER BY r.id
    LIMIT $limit
    UNION ALL
    WITH 'PART_OF' AS type
    WHERE type IN $type
    MATCH ()-[r:PART_OF]->()
    WHERE r.id > $after
    RETURN r
    ORDER BY r.id
    LIMIT $limit
  }
  WITH r
  ORDER BY r.id
  LIMIT $limit
  RETURN collect(r {
    .*,
    createdAt: toString(r.createdAt),
    updatedAt: toString(r.updatedAt),
    type: type(r),
    source: startNode(r).ref,
    target: endNode(r).ref,
    sourceName: coalesce(startNode(r).name, startNode(r).key),
    targetName: coalesce(endNode(r).name, endNode(r).key)
  }) AS items
}
RETURN registry.revision AS revision, total, items
