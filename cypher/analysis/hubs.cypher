// Modules by number of connected modules, counted once per type and direction, most first, paginated.
// @param afterTotal INTEGER?  total of the last module of the previous page; null for the first page
// @param afterRef   STRING?   its ref
// @param limit      INTEGER   maximum number of rows
// @returns total INTEGER, items LIST<{ref STRING, name STRING, total INTEGER, dependsOn INTEGER, dependants INTEGER,
//   integrations INTEGER, flowsTo INTEGER, flowsFrom INTEGER, partOf INTEGER, parts INTEGER}>
// @access read
// @grows with the modules and relationships that it visits, each once
// @example {"afterTotal": null, "afterRef": null, "limit": 50}
RETURN
  COUNT {
    MATCH (m:Module)
    WHERE EXISTS { (m)-[:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-(:Module) }
  } AS total,
  COLLECT {
    MATCH (m:Module)
    WITH
      m,
      m.ref AS ref,
      COUNT { (m)-[:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-(:Module) } AS joined
    WHERE joined > 0 AND ($afterTotal IS NULL OR joined < $afterTotal OR (joined = $afterTotal AND ref > $afterRef))
    ORDER BY joined DESC, ref
    LIMIT $limit
    RETURN {
      ref: ref,
      name: m.name,
      total: joined,
      dependsOn: COUNT { (m)-[:DEPENDS_ON]->(:Module) },
      dependants: COUNT { (m)<-[:DEPENDS_ON]-(:Module) },
      integrations: COUNT { (m)-[:INTEGRATES_WITH]-(:Module) },
      flowsTo: COUNT { (m)-[:FLOWS_TO]->(:Module) },
      flowsFrom: COUNT { (m)<-[:FLOWS_TO]-(:Module) },
      partOf: COUNT { (m)-[:PART_OF]->(:Module) },
      parts: COUNT { (m)<-[:PART_OF]-(:Module) }
    }
  } AS items
