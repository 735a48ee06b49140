// Removes endpoints with the edges that they have.
// @param refs LIST<STRING>  their refs
// @returns removed INTEGER
// @access write
// @example {"refs": ["endpoint:crm/GET /crm/orders"]}
UNWIND $refs AS ref
MATCH (n:Endpoint {ref: ref})
DETACH DELETE n
RETURN count(*) AS removed
