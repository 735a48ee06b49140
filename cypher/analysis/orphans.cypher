// Modules without relationships to other modules, by ref, paginated.
// @param after STRING   ref of the last row of the previous page; empty for the first page
// @param limit INTEGER  maximum number of rows
// @returns total INTEGER, items LIST<Named>
// @access read
// @grows with the modules and relationships that it visits, each once
// @example {"after": "", "limit": 50}
RETURN
  COUNT {
    MATCH (m:Module)
    WHERE NOT EXISTS { (m)-[:MODULE_DEPENDS_ON|MODULE_INTEGRATES_WITH|MODULE_FLOWS_TO|MODULE_PART_OF]-() }
  } AS total,
  COLLECT {
    MATCH (m:Module)
    WHERE m.ref > $after
      AND NOT EXISTS { (m)-[:MODULE_DEPENDS_ON|MODULE_INTEGRATES_WITH|MODULE_FLOWS_TO|MODULE_PART_OF]-() }
    RETURN {ref: m.ref, name: m.name}
    ORDER BY m.ref
    LIMIT $limit
  } AS items
