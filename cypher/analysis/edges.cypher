// Every module with the modules that it or its parts have relationships to, each listed once per type.
// @param types LIST<STRING>  any of DEPENDS_ON, FLOWS_TO, PART_OF
// @returns ref STRING, targets LIST<STRING>
// @access read
// @grows with the modules and relationships that it visits, each once
// @example {"types": ["DEPENDS_ON"]}
MATCH (m:Module)
RETURN
  m.ref AS ref,
  COLLECT {
    MATCH (m)-[r:DEPENDS_ON|FLOWS_TO|PART_OF]->(target:Module)
    WHERE type(r) IN $types
    RETURN target.ref
  } AS targets
