// Relationships between given modules or their parts.
// @param keys LIST<STRING>  keys of modules
// @returns ids LIST<STRING>
// @access read
// @example {"keys": ["crm", "invoicing"]}
MATCH (source:Module)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]->(target:Module)
WHERE source.key IN $keys AND target.key IN $keys
UNWIND coalesce(r.liftedFrom, []) + coalesce(r.id, []) AS id
WITH DISTINCT id
ORDER BY id
LIMIT 1000
RETURN collect(id) AS ids
