// How modules are joined to others by relationships of one type: the others, and the ids of the relationships.
// @param refs    LIST<STRING>  refs of modules
// @param type    STRING        MODULE_DEPENDS_ON, MODULE_INTEGRATES_WITH, MODULE_FLOWS_TO or MODULE_PART_OF
// @param along   BOOLEAN       whether the relationships may lead from them
// @param against BOOLEAN       whether the relationships may lead to them
// @returns ref, other, ids
// @access read
// @example {"refs": ["module:crm"], "type": "MODULE_DEPENDS_ON", "along": true, "against": false}
MATCH (m:Module)
WHERE m.ref IN $refs
MATCH (m)-[r:$($type)]-(other)
WHERE startNode(r) = m AND $along OR endNode(r) = m AND $against
RETURN m.ref AS ref, other.ref AS other, r.relationships AS ids
ORDER BY ref, other
