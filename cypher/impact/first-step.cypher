// Modules that are directly connected to a module or some of its parts by relationships of one type. Relationships of the parts in
// $whole all count, others if they name the operation or field; those that name none, and so may use it or not, are counted apart.
// @param module    STRING        ref of the module
// @param asked     LIST<STRING>? refs of the parts asked about; null for the module with all its parts
// @param whole     LIST<STRING>  refs of parts whose relationships all count
// @param type      STRING        Neo4j type of the relationships
// @param along     BOOLEAN       whether relationships are followed in their direction
// @param against   BOOLEAN       whether relationships are followed against their direction
// @param operation STRING?       operation that the relationships must name; null for any
// @param field     STRING?       field that the relationships must name; null for any
// @returns ref STRING, ids LIST<STRING>, undeclared INTEGER
// @access read
// @grows with the modules and relationships that it visits, each once
// @example {"module": "module:crm", "asked": null, "whole": [], "type": "DEPENDS_ON", "along": false, "against": true, "operation": "delete", "field": null}
MATCH (m:RegistryNode {ref: $module})
MATCH (m)-[:HAS_CAPABILITY|HAS_CONFIGURATION]->{0,1}(n)-[r:$($type)]-(end)
WHERE r.id IS NOT NULL
  AND (startNode(r) = n AND $along OR endNode(r) = n AND $against)
  AND ($asked IS NULL OR n.ref IN $asked OR n.ref IN $whole)
WITH r, end, n.ref IN $whole AS isWhole, 'module:' + split(split(end.ref, ':')[1], '/')[0] AS ref
WHERE ref <> $module
WITH
  ref,
  r,
  isWhole OR (($operation IS NULL OR $operation IN r.operations) AND ($field IS NULL OR $field IN r.fields)) AS isUsed,
  ($operation IS NULL OR $operation IN r.operations OR r.operations = [])
    AND ($field IS NULL OR $field IN r.fields OR r.fields = []) AS mayBeUsed
RETURN
  ref,
  collect(CASE WHEN isUsed THEN r.id END) AS ids,
  count(CASE WHEN NOT isUsed AND mayBeUsed THEN 1 END) AS undeclared
ORDER BY ref
