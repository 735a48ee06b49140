// Relationships that match all filters, oldest first, paginated.
// @param end         STRING?       ref of either end
// @param type        LIST<STRING>  any of these Neo4j types
// @param criticality LIST<STRING>? any of these
// @param operation   LIST<STRING>? any of these operations
// @param after       STRING        id of the last row of the previous page; empty for the first page
// @param limit       INTEGER       maximum number of rows
// @returns revision INTEGER, total INTEGER, items LIST<NamedRelationship>
// @access read
// @example {"end": "module:crm", "type": ["DEPENDS_ON"], "criticality": null, "operation": null, "after": "", "limit": 50}
MATCH (registry:Registry {id: 'registry'})
CALL () {
  CALL () {
    WITH $end AS end
    WHERE end IS NOT NULL
    MATCH (:RegistryNode {ref: end})-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-()
    RETURN r
    UNION ALL
    WITH $end AS end
    WHERE end IS NULL
    MATCH ()-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]->()
    RETURN r
  }
  WITH r
  WHERE r.id IS NOT NULL
    AND type(r) IN $type
    AND ($criticality IS NULL OR r.criticality IN $criticality)
    AND ($operation IS NULL OR any(operation IN r.operations WHERE operation IN $operation))
  RETURN collect(r) AS found
}
RETURN
  registry.revision AS revision,
  size(found) AS total,
  COLLECT {
    UNWIND found AS r
    WITH r
    WHERE r.id > $after
    ORDER BY r.id
    LIMIT $limit
    RETURN r {
      .*,
      createdAt: toString(r.createdAt),
      updatedAt: toString(r.updatedAt),
      type: type(r),
      source: startNode(r).ref,
      target: endNode(r).ref,
      sourceName: coalesce(startNode(r).name, startNode(r).key),
      targetName: coalesce(endNode(r).name, endNode(r).key)
    }
  } AS items
