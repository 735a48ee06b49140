// Deletes endpoints and their relationships.
// @param refs LIST<STRING>  refs of endpoints
// @returns removed INTEGER
// @access write
// @example {"refs": ["endpoint:crm/GET /crm/orders"]}
UNWIND $refs AS ref
MATCH (n:Endpoint {ref: ref})
DETACH DELETE n
RETURN count(*) AS removed
