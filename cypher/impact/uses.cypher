// Modules that are connected to given modules by relationships of one type, with the ids of the relationships.
// @param refs    LIST<STRING>  refs of modules
// @param type    STRING        DEPENDS_ON, INTEGRATES_WITH, FLOWS_TO or PART_OF
// @param along   BOOLEAN       whether the relationships may lead from them
// @param against BOOLEAN       whether the relationships may lead to them
// @returns ref STRING, other STRING, ids LIST<STRING>
// @access read
// @grows with the modules and relationships that it visits, each once
// @example {"refs": ["module:crm"], "type": "DEPENDS_ON", "along": true, "against": false}
MATCH (m:RegistryNode)
WHERE m.ref IN $refs
CALL (m) {
  WITH m
  WHERE $along
  MATCH (m)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]->(other:Module)
  WHERE type(r) = $type
  RETURN r, other
  UNION ALL
  WITH m
  WHERE $against
  MATCH (m)<-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-(other:Module)
  WHERE type(r) = $type
  RETURN r, other
}
RETURN m.ref AS ref, other.ref AS other, coalesce(r.liftedFrom, []) + coalesce(r.id, []) AS ids
ORDER BY ref, other
