// How many modules match all filters, found by one of these.
// @param by         'capability' | 'entity' | 'owner' | 'property' | 'none'  filter by which modules are found
// @param property   NAME          property of the filter, for property
// @param values     LIST<STRING>? any of these values of that property
// @param status     LIST<STRING>? any of these
// @param type       LIST<STRING>? any of these
// @param health     LIST<STRING>? any of these
// @param owner      LIST<STRING>? with an owner of any of these names or keys, in any role
// @param tag        LIST<STRING>? any of these
// @param aiModel    LIST<STRING>? any of these
// @param capability LIST<STRING>? with a capability of any of these keys
// @param entity     LIST<STRING>? with any of these entities
// @returns revision INTEGER, operation STRING?, total INTEGER
// @access read
// @example {"by": "property", "property": "status", "values": ["active"], "status": ["active"], "type": null, "health": null, "owner": null, "tag": null, "aiModel": null, "capability": ["customer-crud"], "entity": ["Customer"]}
MATCH (registry:Registry {id: 'registry'})
OPTIONAL MATCH (change:Revision {number: registry.revision})
CALL () {
  CALL () {
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
  RETURN count(m) AS total
}
RETURN registry.revision AS revision, change.operation AS operation, total
