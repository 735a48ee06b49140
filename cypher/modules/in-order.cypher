// Modules that match all filters, from a position in the order of a property, then of the key: read from the index of the order until the page is full.
// For filters that many modules match; modules/list is for those that few match.
// @param status     LIST<STRING>? any of these
// @param type       LIST<STRING>? any of these
// @param health     LIST<STRING>? any of these
// @param owner      LIST<STRING>? with an owner of any of these names or keys, in any role
// @param tag        LIST<STRING>? any of these
// @param aiModel    LIST<STRING>? any of these
// @param capability LIST<STRING>? with a capability of any of these keys
// @param entity     LIST<STRING>? with any of these entities
// @param sort       NAME          property to sort by, then by key
// @param above      {value ANY, key STRING}?  ascending: position of the last row of the previous page, or one before all others
// @param below      {value ANY, key STRING}?  descending: position of the last row of the previous page, or one before all others
// @param limit      INTEGER       maximum number of rows
// @returns revision INTEGER, operation STRING?, modules INTEGER, items LIST<MAP>
// @access read
// @example {"status": ["active"], "type": null, "health": null, "owner": null, "tag": null, "aiModel": null, "capability": null, "entity": null, "sort": "name", "above": {"value": "", "key": ""}, "below": null, "limit": 50}
MATCH (registry:Registry {id: 'registry'})
OPTIONAL MATCH (change:Revision {number: registry.revision})
RETURN
  registry.revision AS revision,
  change.operation AS operation,
  COUNT { (:Module) } AS modules,
  COLLECT {
    CALL () {
      MATCH (m:Module)
      WHERE m[$sort] >= $above.value
        AND m.key IS NOT NULL
        AND NOT (m[$sort] = $above.value AND m.key <= $above.key)
        AND ($status IS NULL OR m.status IN $status)
        AND ($type IS NULL OR m.type IN $type)
        AND ($health IS NULL OR m.health IN $health)
        AND ($owner IS NULL
          OR m.owner IN $owner
          OR EXISTS { (m)<-[:OWNS]-(o:Owner) WHERE o.name IN $owner OR o.key IN $owner })
        AND ($tag IS NULL OR any(tag IN m.tags WHERE tag IN $tag))
        AND ($aiModel IS NULL OR m.aiModel IN $aiModel)
        AND ($capability IS NULL OR EXISTS { (m)-[:HAS_CAPABILITY]->(c:Capability) WHERE c.key IN $capability })
        AND ($entity IS NULL OR EXISTS { (m)-[:HAS_ENTITY]->(e:Entity) WHERE e.name IN $entity })
      RETURN m
      ORDER BY m[$sort], m.key
      LIMIT $limit
      UNION ALL
      MATCH (m:Module)
      WHERE m[$sort] <= $below.value
        AND m.key IS NOT NULL
        AND NOT (m[$sort] = $below.value AND m.key >= $below.key)
        AND ($status IS NULL OR m.status IN $status)
        AND ($type IS NULL OR m.type IN $type)
        AND ($health IS NULL OR m.health IN $health)
        AND ($owner IS NULL
          OR m.owner IN $owner
          OR EXISTS { (m)<-[:OWNS]-(o:Owner) WHERE o.name IN $owner OR o.key IN $owner })
        AND ($tag IS NULL OR any(tag IN m.tags WHERE tag IN $tag))
        AND ($aiModel IS NULL OR m.aiModel IN $aiModel)
        AND ($capability IS NULL OR EXISTS { (m)-[:HAS_CAPABILITY]->(c:Capability) WHERE c.key IN $capability })
        AND ($entity IS NULL OR EXISTS { (m)-[:HAS_ENTITY]->(e:Entity) WHERE e.name IN $entity })
      RETURN m
      ORDER BY m[$sort] DESC, m.key DESC
      LIMIT $limit
    }
    RETURN m {.*, createdAt: toString(m.createdAt), updatedAt: toString(m.updatedAt)}
  } AS items
