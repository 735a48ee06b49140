// A module, its parts and what they are joined to one step away, as nodes and edges.
// @param id STRING  key, id or ref of the module
// @returns revision, focus, nodes, edges
// @access read
// @example {"id": "crm"}
MATCH (registry:Registry {id: 'registry'})
MATCH (m:Module)
WHERE m.key = $id OR m.id = $id OR m.ref = $id
CALL (m) {
  MATCH (m)-[:HAS_CAPABILITY|HAS_ENTITY|HAS_CONFIGURATION|HAS_ENDPOINT]->(part)
  RETURN collect(part) AS parts
}
CALL (m, parts) {
  UNWIND [m] + parts AS part
  MATCH (part)-[:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-(other:RegistryNode)
  WHERE other <> m AND NOT other IN parts
  RETURN collect(DISTINCT other) AS others
}
WITH registry, m, [m] + parts + others AS shown
RETURN
  registry.revision AS revision,
  m.ref AS focus,
  COLLECT {
    UNWIND shown AS n
    RETURN {
      ref: n.ref,
      label: coalesce(n.name, n.key),
      description: coalesce(n.description, ''),
      group: toLower(head([label IN labels(n) WHERE label <> 'RegistryNode']))
    }
    ORDER BY n.ref
  } AS nodes,
  COLLECT {
    UNWIND shown AS n
    MATCH (n)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF|HAS_CAPABILITY|HAS_ENTITY|HAS_CONFIGURATION|OPERATES_ON|EXPOSES]->(other)
    WHERE other IN shown
    RETURN {
      id: coalesce(r.id, n.ref + ' ' + type(r) + ' ' + other.ref + coalesce(' ' + r.operation, '')),
      from: n.ref,
      to: other.ref,
      group: type(r),
      operation: r.operation
    }
    ORDER BY n.ref, type(r), other.ref, r.operation
  } AS edges
