// Deletes capabilities and their relationships.
// @param refs LIST<STRING>  refs of capabilities
// @returns removed INTEGER
// @access write
// @example {"refs": ["capability:crm/order-crud"]}
UNWIND $refs AS ref
MATCH (n:RegistryNode {ref: ref})
DETACH DELETE n
RETURN count(*) AS removed
