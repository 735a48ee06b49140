// An accepted patch document by its id, with its effects and its module.
// @param patchId STRING  patchId of the document
// @returns patch Patch, module STRING?
// @access read
// @example {"patchId": "crm-module-1.0.0"}
MATCH (p:Patch {patchId: $patchId})
OPTIONAL MATCH (p)-[:REGISTERED]->(m:Module)
RETURN p {.*} AS patch, m.key AS module
