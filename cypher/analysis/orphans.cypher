// Modules that no relationship joins to another, a page at a time, by ref.
// @param after STRING   ref after which the page starts, empty for the first
// @param limit INTEGER  how many at most
// @returns total INTEGER, items LIST<Named>
// @access read
// @grows with the modules and relationships that it passes, each once
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
