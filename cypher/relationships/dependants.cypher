// Relationships by which others depend on, or are part of, these modules and parts: their total and the first hundred.
// @param refs LIST<STRING>  a module and its parts, or one part
// @returns total INTEGER, listed LIST<{source STRING, type STRING, target STRING}>
// @access read
// @example {"refs": ["capability:crm/customer-crud"]}
MATCH (source:RegistryNode)-[r:DEPENDS_ON|PART_OF]->(target:RegistryNode)
WHERE target.ref IN $refs AND NOT source.ref IN $refs AND r.id IS NOT NULL
WITH source.ref AS source, type(r) AS type, target.ref AS target
ORDER BY source, target
WITH collect({source: source, type: type, target: target}) AS dependants
RETURN size(dependants) AS total, dependants[..100] AS listed
