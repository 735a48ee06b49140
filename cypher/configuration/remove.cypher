// Deletes configurations and their relationships.
// @param refs LIST<STRING>  refs of configurations
// @returns removed INTEGER
// @access write
// @example {"refs": ["configuration:crm/order-schema"]}
UNWIND $refs AS ref
MATCH (n:RegistryNode {ref: ref})
DETACH DELETE n
RETURN count(*) AS removed
