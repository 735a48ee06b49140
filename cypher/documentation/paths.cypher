// Paths of the record lists of entities, if they are served.
// @param refs LIST<STRING>  refs of entities
// @returns ref STRING, path STRING
// @access read
// @example {"refs": ["entity:crm/Customer"]}
UNWIND $refs AS ref
MATCH (e:Entity {ref: ref})<-[:HAS_ENTITY]-(m:Module)
WHERE m.status <> 'inactive' AND e.path STARTS WITH m.apiBasePath + '/' AND NOT e.path CONTAINS '{'
RETURN ref, e.path AS path
ORDER BY ref
