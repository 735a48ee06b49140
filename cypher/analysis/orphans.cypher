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
    WHERE NOT EXISTS { (m)-[:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-(:Module) }
  } AS total,
  COLLECT {
    MATCH (m:Module)
    WHERE m.ref > $after
      AND NOT EXISTS { (m)-[:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-(:Module) }
    RETURN {ref: m.ref, name: m.name}
    ORDER BY m.ref
    LIMIT $limit
  } AS items
