// Values that are keys or ids of modules.
// @param ids LIST<STRING>  keys or ids
// @returns id STRING
// @access read
// @example {"ids": ["crm", "none"]}
UNWIND $ids AS id
MATCH (m:Module)
WHERE m.key = id OR m.id = id
RETURN DISTINCT id
ORDER BY id
