// Relationships between given modules or their parts.
// @param keys LIST<STRING>  keys of modules
// @returns ids LIST<STRING>
// @access read
// @example {"keys": ["crm", "invoicing"]}
MATCH (source:Module)-[joined:MODULE_DEPENDS_ON|MODULE_INTEGRATES_WITH|MODULE_FLOWS_TO|MODULE_PART_OF]->(target:Module)
WHERE source.key IN $keys AND target.key IN $keys
UNWIND joined.relationships AS id
WITH DISTINCT id
ORDER BY id
LIMIT 1000
RETURN collect(id) AS ids
