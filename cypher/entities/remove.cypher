// Deletes entities and their relationships.
// @param refs LIST<STRING>  refs of entities
// @returns removed INTEGER
// @access write
// @example {"refs": ["entity:crm/OrderTracking"]}
UNWIND $refs AS ref
MATCH (n:Entity {ref: ref})
DETACH DELETE n
RETURN count(*) AS removed
