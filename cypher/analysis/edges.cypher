// Every module, and the modules to which relationships of some types lead from it or its parts, one as often as there are types.
// @param types LIST<STRING>  of MODULE_DEPENDS_ON, MODULE_FLOWS_TO, MODULE_PART_OF
// @returns ref STRING, targets LIST<STRING>
// @access read
// @grows with the modules and relationships that it passes, each once
// @example {"types": ["MODULE_DEPENDS_ON"]}
MATCH (m:Module)
RETURN
  m.ref AS ref,
  COLLECT {
    MATCH (m)-[r:MODULE_DEPENDS_ON|MODULE_FLOWS_TO|MODULE_PART_OF]->(target)
    WHERE type(r) IN $types
    RETURN target.ref
  } AS targets
