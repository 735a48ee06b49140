// What outside these modules and parts depends on them or is part of them.
// @param refs LIST<STRING>  a module and its parts, or one part
// @returns source, type, target
// @access read
// @example {"refs": ["capability:crm/customer-crud"]}
MATCH (source:RegistryNode)-[r:DEPENDS_ON|PART_OF]->(target:RegistryNode)
WHERE target.ref IN $refs AND NOT source.ref IN $refs
RETURN source.ref AS source, type(r) AS type, target.ref AS target
ORDER BY source, target
LIMIT 100
