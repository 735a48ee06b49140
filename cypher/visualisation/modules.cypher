// Modules connected by relationships of their own or of their parts: all of them, or those up to $depth relationships away from one.
// The search goes level by level and visits each module once, so that its cost grows with the relationships, not the paths; $depth is 0 without a focus.
// An integration has no direction and is followed both ways. The limit keeps the most important modules: the focus, nearer ones, those
// with more relationships, by ref.
// @param focus     STRING?       key, id or ref of a module, or ref of a part of it; null for all modules
// @param depth     INTEGER       maximum number of relationships from the focus
// @param direction STRING        outgoing, incoming or both: direction of the relationships, seen from the focus
// @param types     LIST<STRING>  any of these Neo4j types
// @param filters   MAP           lists status, health, type, owner, tag: only modules with any of each; the focus is always included
// @param limit     INTEGER       maximum number of modules
// @returns revision INTEGER, totalNodes INTEGER, totalEdges INTEGER, nodes LIST<DrawnNode>, edges LIST<DrawnEdge>
// @access read
// @grows with the modules and relationships that it visits, each once
// @example {"focus": "crm", "depth": 2, "direction": "both", "types": ["DEPENDS_ON", "FLOWS_TO"], "filters": {"status": ["active"]}, "limit": 1500}
MATCH (registry:Registry {id: 'registry'})
CALL () {
  WITH $focus AS focus
  WHERE focus IS NULL
  MATCH (m:Module)
  WHERE ($filters.status IS NULL OR m.status IN $filters.status)
    AND ($filters.health IS NULL OR m.health IN $filters.health)
    AND ($filters.type IS NULL OR m.type IN $filters.type)
    AND ($filters.owner IS NULL OR m.owner IN $filters.owner)
    AND ($filters.tag IS NULL OR any(tag IN m.tags WHERE tag IN $filters.tag))
  WITH collect(m) AS start
  RETURN null AS focus, start
  UNION ALL
  CALL () {
    MATCH (m:Module)
    WHERE m.key = $focus OR m.id = $focus OR m.ref = $focus
    RETURN m
    UNION
    MATCH (part:RegistryNode {ref: $focus})<-[:HAS_CAPABILITY|HAS_CONFIGURATION]-(m:Module)
    RETURN m
    UNION
    MATCH (:Entity {ref: $focus})<-[:HAS_ENTITY]-(m:Module)
    RETURN m
    UNION
    MATCH (:Endpoint {ref: $focus})<-[:HAS_ENDPOINT]-(m:Module)
    RETURN m
  }
  RETURN m AS focus, [m] AS start
}
WITH registry, focus, start
WHERE $focus IS NULL OR focus IS NOT NULL
WITH
  registry,
  reduce(found = {modules: start, levels: [start]}, level IN range(1, $depth) |
    head(COLLECT {
      WITH COLLECT {
        UNWIND last(found.levels) AS reached
        MATCH (reached)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-(m:Module)
        WHERE NOT m IN found.modules
          AND type(r) IN $types
          AND ($direction = 'both'
            OR type(r) = 'INTEGRATES_WITH'
            OR ($direction = 'outgoing') = (startNode(r) = reached))
          AND ($filters.status IS NULL OR m.status IN $filters.status)
          AND ($filters.health IS NULL OR m.health IN $filters.health)
          AND ($filters.type IS NULL OR m.type IN $filters.type)
          AND ($filters.owner IS NULL OR m.owner IN $filters.owner)
          AND ($filters.tag IS NULL OR any(tag IN m.tags WHERE tag IN $filters.tag))
        RETURN DISTINCT m
      } AS next
      RETURN {modules: found.modules + next, levels: found.levels + [next]}
    })
  ) AS found
WITH
  registry.revision AS revision,
  size(found.modules) AS totalNodes,
  COUNT {
    UNWIND found.modules AS source
    MATCH (source)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]->(target:Module)
    WHERE target IN found.modules AND type(r) IN $types
  } AS totalEdges,
  found
UNWIND range(0, size(found.levels) - 1) AS distance
UNWIND CASE WHEN found.modules = [] THEN [null] ELSE found.levels[distance] END AS m
// An aggregation lets go of the lists: sorted beside them, each row would count their memory again.
WITH revision, totalNodes, totalEdges, m, min(distance) AS distance
WITH *, COUNT { (m)-[:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-(:Module) } AS degree
ORDER BY distance, degree DESC, m.ref
LIMIT $limit
WITH revision, totalNodes, totalEdges, collect(m) AS shown, collect(distance) AS distances
RETURN
  revision,
  totalNodes,
  totalEdges,
  COLLECT {
    UNWIND range(0, size(shown) - 1) AS place
    WITH shown[place] AS m, distances[place] AS distance
    RETURN m {
      .ref,
      birth: m.id,
      distance: distance,
      label: m.name,
      description: left(coalesce(m.description, ''), 301),
      group: 'module',
      .status,
      .health,
      .owner,
      moduleType: m.type,
      outgoing: {
        DEPENDS_ON: COUNT { (m)-[:DEPENDS_ON]->(:Module) },
        FLOWS_TO: COUNT { (m)-[:FLOWS_TO]->(:Module) },
        PART_OF: COUNT { (m)-[:PART_OF]->(:Module) }
      },
      incoming: {
        DEPENDS_ON: COUNT { (m)<-[:DEPENDS_ON]-(:Module) },
        FLOWS_TO: COUNT { (m)<-[:FLOWS_TO]-(:Module) },
        PART_OF: COUNT { (m)<-[:PART_OF]-(:Module) }
      },
      both: {INTEGRATES_WITH: COUNT { (m)-[:INTEGRATES_WITH]-(:Module) }}
    }
  } AS nodes,
  COLLECT {
    UNWIND shown AS source
    MATCH (source)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]->(target:Module)
    WHERE target IN shown AND type(r) IN $types
    WITH
      type(r) AS group,
      coalesce(r.liftedFrom, []) + coalesce(r.id, []) AS ids,
      type(r) = 'INTEGRATES_WITH' AND target.ref < source.ref AS isReversed,
      source.ref AS source,
      target.ref AS target
    WITH group, ids, CASE WHEN isReversed THEN target ELSE source END AS from, CASE WHEN isReversed THEN source ELSE target END AS to
    RETURN {
      id: from + ' ' + group + ' ' + to,
      birth: reduce(first = head(ids), id IN ids | CASE WHEN id < first THEN id ELSE first END),
      from: from,
      to: to,
      group: group,
      value: size(ids)
    }
  } AS edges
