// The modules at the other ends of what joins a module or some of its parts to others: over any relationship of those that are followed
// for whatever they are used, over relationships that name an operation or field of those that are asked about.
// What names neither, and so may use it or not, is counted.
// @param module    STRING        ref of the module
// @param asked     LIST<STRING>? refs of what is asked about; null for the module with all its parts
// @param whole     LIST<STRING>  refs of parts that are followed whatever is used of them
// @param type      STRING        in Neo4j
// @param along     BOOLEAN       whether they are followed in their direction
// @param against   BOOLEAN       whether they are followed against it
// @param operation STRING?       to be named, if any
// @param field     STRING?       to be named, if any
// @returns ref STRING, ids LIST<STRING>, undeclared INTEGER
// @access read
// @grows with the modules and relationships that it passes, each once
// @example {"module": "module:crm", "asked": null, "whole": [], "type": "DEPENDS_ON", "along": false, "against": true, "operation": "delete", "field": null}
MATCH (m:RegistryNode {ref: $module})
MATCH (m)-[:HAS_CAPABILITY|HAS_CONFIGURATION]->{0,1}(n)-[r:$($type)]-(end)
WHERE (startNode(r) = n AND $along OR endNode(r) = n AND $against)
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
