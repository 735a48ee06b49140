// Modules with their parts, connected by relationships and by structure: all of them, or those up to $depth relationships away from one.
// A module in the focus is shown with all its parts, which count as no step; other modules are shown without parts unless these are reached.
// Otherwise as visualisation/modules.
// @param focus     STRING?       key, id or ref of a module, or ref of a part; null for all modules
// @param refs      LIST<STRING>? these nodes only, instead of a focus or all with their parts
// @param depth     INTEGER       maximum number of relationships from the focus
// @param direction STRING        outgoing, incoming or both: direction of the relationships, seen from the focus
// @param types     LIST<STRING>  relationships of any of these Neo4j types
// @param filters   MAP           lists status, health, type, owner, tag: only modules with any of each, and their parts; the focus is always included
// @param limit     INTEGER       maximum number of nodes
// @returns revision INTEGER, totalNodes INTEGER, totalEdges INTEGER, nodes LIST<DrawnNode>, edges LIST<DrawnEdge>
// @access read
// @grows with the modules and relationships that it visits, each once
// @example {"focus": "crm", "refs": null, "depth": 1, "direction": "both", "types": ["DEPENDS_ON", "FLOWS_TO"], "filters": {"status": ["active"]}, "limit": 1500}
MATCH (registry:Registry {id: 'registry'})
CALL () {
  WITH $focus AS focus
  WHERE focus IS NULL AND $refs IS NULL
  MATCH (m:Module)
  WHERE ($filters.status IS NULL OR m.status IN $filters.status)
    AND ($filters.health IS NULL OR m.health IN $filters.health)
    AND ($filters.type IS NULL OR m.type IN $filters.type)
    AND ($filters.owner IS NULL OR m.owner IN $filters.owner)
    AND ($filters.tag IS NULL OR any(tag IN m.tags WHERE tag IN $filters.tag))
  WITH collect(m) AS modules
  RETURN null AS focus, modules
  UNION ALL
  WITH $refs AS refs
  WHERE refs IS NOT NULL
  MATCH (n:RegistryNode)
  WHERE n.ref IN refs
  WITH collect(n) AS modules
  RETURN null AS focus, modules
  UNION ALL
  CALL () {
    MATCH (n:RegistryNode {ref: $focus})
    RETURN n
    UNION
    MATCH (n:Entity {ref: $focus})
    RETURN n
    UNION
    MATCH (n:Endpoint {ref: $focus})
    RETURN n
    UNION
    MATCH (n:Module)
    WHERE n.key = $focus OR n.id = $focus
    RETURN n
  }
  RETURN n AS focus, [n] AS modules
}
WITH registry, focus, modules
WHERE $focus IS NULL OR focus IS NOT NULL
WITH
  registry,
  focus,
  modules + COLLECT {
    UNWIND modules AS m
    WITH m
    WHERE $refs IS NULL
    MATCH (m)-[:HAS_CAPABILITY|HAS_ENTITY|HAS_CONFIGURATION|HAS_ENDPOINT]->(part)
    RETURN part
  } AS start
WITH
  registry,
  focus,
  reduce(found = {nodes: start, levels: [start]}, level IN range(1, $depth) |
    head(COLLECT {
      WITH COLLECT {
        UNWIND last(found.levels) AS reached
        MATCH (reached)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-(n:RegistryNode)
        WHERE NOT n IN found.nodes
          AND r.id IS NOT NULL
          AND type(r) IN $types
          AND ($direction = 'both' OR type(r) = 'INTEGRATES_WITH' OR ($direction = 'outgoing') = (startNode(r) = reached))
          AND EXISTS {
            MATCH (n)<-[:HAS_CAPABILITY|HAS_CONFIGURATION]-{0,1}(m:Module)
            WHERE ($filters.status IS NULL OR m.status IN $filters.status)
              AND ($filters.health IS NULL OR m.health IN $filters.health)
              AND ($filters.type IS NULL OR m.type IN $filters.type)
              AND ($filters.owner IS NULL OR m.owner IN $filters.owner)
              AND ($filters.tag IS NULL OR any(tag IN m.tags WHERE tag IN $filters.tag))
          }
        RETURN DISTINCT n
      } AS next
      RETURN {nodes: found.nodes + next, levels: found.levels + [next]}
    })
  ) AS found
WITH
  registry.revision AS revision,
  focus,
  size(found.nodes) AS totalNodes,
  COUNT {
    UNWIND found.nodes AS source
    MATCH (source)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF|HAS_CAPABILITY|HAS_ENTITY|HAS_CONFIGURATION|OPERATES_ON|EXPOSES]->(target)
    WHERE target IN found.nodes
      AND (type(r) IN $types AND r.id IS NOT NULL OR type(r) IN ['HAS_CAPABILITY', 'HAS_ENTITY', 'HAS_CONFIGURATION', 'OPERATES_ON', 'EXPOSES'])
  } AS totalEdges,
  found
UNWIND range(0, size(found.levels) - 1) AS distance
UNWIND CASE WHEN found.nodes = [] THEN [null] ELSE found.levels[distance] END AS n
// An aggregation lets go of the lists: sorted beside them, each row would count their memory again.
WITH revision, focus, totalNodes, totalEdges, n, min(distance) AS distance
WITH *, COUNT { MATCH (n)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-() WHERE r.id IS NOT NULL } AS degree
ORDER BY distance, CASE WHEN n = focus THEN 0 ELSE 1 END, degree DESC, n.ref
LIMIT $limit
WITH revision, totalNodes, totalEdges, collect(n) AS shown, collect(distance) AS distances
RETURN
  revision,
  totalNodes,
  totalEdges,
  COLLECT {
    UNWIND range(0, size(shown) - 1) AS place
    WITH shown[place] AS n, distances[place] AS distance
    RETURN n {
      .ref,
      birth: n.id,
      distance: distance,
      label: coalesce(n.name, n.key),
      description: left(coalesce(n.description, ''), 301),
      group: toLower(head([label IN labels(n) WHERE label <> 'RegistryNode'])),
      status: CASE WHEN n:Module THEN n.status END,
      health: CASE WHEN n:Module THEN n.health END,
      owner: CASE WHEN n:Module THEN n.owner END,
      moduleType: CASE WHEN n:Module THEN n.type END,
      outgoing: {
        DEPENDS_ON: COUNT { MATCH (n)-[r:DEPENDS_ON]->() WHERE r.id IS NOT NULL },
        FLOWS_TO: COUNT { MATCH (n)-[r:FLOWS_TO]->() WHERE r.id IS NOT NULL },
        PART_OF: COUNT { MATCH (n)-[r:PART_OF]->() WHERE r.id IS NOT NULL },
        HAS_CAPABILITY: COUNT { (n)-[:HAS_CAPABILITY]->() },
        HAS_ENTITY: COUNT { (n)-[:HAS_ENTITY]->() },
        HAS_CONFIGURATION: COUNT { (n)-[:HAS_CONFIGURATION]->() },
        OPERATES_ON: COUNT { (n)-[:OPERATES_ON]->() },
        EXPOSES: COUNT { (n)-[:EXPOSES]->() }
      },
      incoming: {
        DEPENDS_ON: COUNT { MATCH (n)<-[r:DEPENDS_ON]-() WHERE r.id IS NOT NULL },
        FLOWS_TO: COUNT { MATCH (n)<-[r:FLOWS_TO]-() WHERE r.id IS NOT NULL },
        PART_OF: COUNT { MATCH (n)<-[r:PART_OF]-() WHERE r.id IS NOT NULL },
        HAS_CAPABILITY: COUNT { (n)<-[:HAS_CAPABILITY]-() },
        HAS_ENTITY: COUNT { (n)<-[:HAS_ENTITY]-() },
        HAS_CONFIGURATION: COUNT { (n)<-[:HAS_CONFIGURATION]-() },
        OPERATES_ON: COUNT { (n)<-[:OPERATES_ON]-() },
        EXPOSES: COUNT { (n)<-[:EXPOSES]-() }
      },
      both: {INTEGRATES_WITH: COUNT { MATCH (n)-[r:INTEGRATES_WITH]-() WHERE r.id IS NOT NULL }}
    }
  } AS nodes,
  COLLECT {
    UNWIND shown AS source
    MATCH (source)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF|HAS_CAPABILITY|HAS_ENTITY|HAS_CONFIGURATION|OPERATES_ON|EXPOSES]->(target)
    WHERE target IN shown
      AND (type(r) IN $types AND r.id IS NOT NULL OR type(r) IN ['HAS_CAPABILITY', 'HAS_ENTITY', 'HAS_CONFIGURATION', 'OPERATES_ON', 'EXPOSES'])
    RETURN {
      id: coalesce(r.id, source.ref + ' ' + type(r) + ' ' + target.ref + coalesce(' ' + r.operation, '')),
      birth: coalesce(r.id, ''),
      from: source.ref,
      to: target.ref,
      group: type(r),
      value: 1,
      operation: r.operation
    }
  } AS edges
