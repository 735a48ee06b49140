// Names of modules and parts by their refs.
// @param refs LIST<STRING>  refs of modules or parts
// @returns ref STRING, name STRING, status Status?
// @access read
// @example {"refs": ["module:crm"]}
MATCH (n:RegistryNode)
WHERE n.ref IN $refs
RETURN n.ref AS ref, coalesce(n.name, n.key) AS name, n.status AS status
ORDER BY ref
