// Removes entities with the edges that they have.
// @param refs LIST<STRING>  their refs
// @returns removed INTEGER
// @access write
// @example {"refs": ["entity:crm/OrderTracking"]}
UNWIND $refs AS ref
MATCH (n:Entity {ref: ref})
DETACH DELETE n
RETURN count(*) AS removed
