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
    WHERE EXISTS { (m)-[:MODULE_DEPENDS_ON|MODULE_INTEGRATES_WITH|MODULE_FLOWS_TO|MODULE_PART_OF]-() }
  } AS total,
  COLLECT {
    MATCH (m:Module)
    WITH
      m,
      m.ref AS ref,
      COUNT { (m)-[:MODULE_DEPENDS_ON|MODULE_INTEGRATES_WITH|MODULE_FLOWS_TO|MODULE_PART_OF]-() } AS joined
    WHERE joined > 0 AND ($afterTotal IS NULL OR joined < $afterTotal OR (joined = $afterTotal AND ref > $afterRef))
    ORDER BY joined DESC, ref
    LIMIT $limit
    RETURN {
      ref: ref,
      name: m.name,
      total: joined,
      dependsOn: COUNT { (m)-[:MODULE_DEPENDS_ON]->() },
      dependants: COUNT { (m)<-[:MODULE_DEPENDS_ON]-() },
      integrations: COUNT { (m)-[:MODULE_INTEGRATES_WITH]-() },
      flowsTo: COUNT { (m)-[:MODULE_FLOWS_TO]->() },
      flowsFrom: COUNT { (m)<-[:MODULE_FLOWS_TO]-() },
      partOf: COUNT { (m)-[:MODULE_PART_OF]->() },
      parts: COUNT { (m)<-[:MODULE_PART_OF]-() }
    }
  } AS items
