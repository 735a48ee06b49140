// Removes configurations with the edges that they have.
// @param refs LIST<STRING>  their refs
// @returns removed INTEGER
// @access write
// @example {"refs": ["configuration:crm/order-schema"]}
UNWIND $refs AS ref
MATCH (n:Configuration {ref: ref})
DETACH DELETE n
RETURN count(*) AS removed
