// Accepted patch documents of a module, newest first.
// @param key STRING key of the module
// @param limit INTEGER maximum number of rows
// @returns patchId STRING
// @access read
// @grows with the documents of the module
// @example {"key": "crm", "limit": 50}
MATCH (p:Patch)-[:REGISTERED]->(:Module {key: $key})
RETURN p.patchId AS patchId
ORDER BY patchId DESC
LIMIT $limit
