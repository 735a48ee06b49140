// Removes capabilities with the edges that they have.
// @param refs LIST<STRING>  their refs
// @returns removed INTEGER
// @access write
// @example {"refs": ["capability:crm/order-crud"]}
UNWIND $refs AS ref
MATCH (n:Capability {ref: ref})
DETACH DELETE n
RETURN count(*) AS removed
