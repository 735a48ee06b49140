// Pending and refused relationships, oldest first, paginated.
// @param state       STRING        pending or refused
// @param module      STRING?       key or id of the module to which either end belongs
// @param end         STRING?       ref of either end
// @param type        LIST<STRING>  any of these Neo4j types
// @param criticality LIST<STRING>? any of these
// @param operation   LIST<STRING>? any of these operations
// @param after       STRING        id of the last row of the previous page; empty for the first page
// @param limit       INTEGER       maximum number of rows
// @returns revision INTEGER, total INTEGER, items LIST<NamedRelationship>
// @access read
// @example {"state": "pending", "module": "crm", "end": null, "type": ["DEPENDS_ON"], "criticality": null, "operation": null, "after": "", "limit": 50}
MATCH (registry:Registry {id: 'registry'})
OPTIONAL MATCH (m:Module)
WHERE m.key = $module OR m.id = $module
WITH registry, coalesce(m.key, $module) AS key
CALL (key) {
  MATCH (p:PendingRelationship)
  WHERE p.state = $state
    AND p.type IN $type
    AND ($end IS NULL OR $end IN [p.source, p.target])
    AND ($criticality IS NULL OR p.criticality IN $criticality)
    AND ($operation IS NULL OR any(operation IN p.operations WHERE operation IN $operation))
    AND (key IS NULL OR any(ref IN [p.source, p.target] WHERE split(split(ref, ':')[1], '/')[0] = key))
  RETURN collect(p) AS found
}
RETURN
  registry.revision AS revision,
  size(found) AS total,
  COLLECT {
    UNWIND found AS p
    WITH p
    WHERE p.id > $after
    ORDER BY p.id
    LIMIT $limit
    OPTIONAL MATCH (source:RegistryNode {ref: p.source})
    OPTIONAL MATCH (target:RegistryNode {ref: p.target})
    RETURN p {
      .*,
      sourceName: coalesce(source.name, source.key, p.source),
      targetName: coalesce(target.name, target.key, p.target)
    }
  } AS items
