// Values that are keys, ids or aliases of modules.
// @param ids LIST<STRING>  keys, ids or aliases
// @returns id STRING
// @access read
// @example {"ids": ["crm", "none"]}
UNWIND $ids AS id
CALL (id) {
  MATCH (m:Module)
  WHERE m.key = id OR m.id = id
  RETURN m
  UNION
  MATCH (m:Module)-[:HAS_ALIAS]->(:Alias {folded: toLower(id)})
  RETURN m
}
RETURN DISTINCT id
ORDER BY id
