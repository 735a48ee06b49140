// An accepted patch document by its id, and what it did.
// @param patchId STRING  the document's own id
// @returns patch
// @access read
// @example {"patchId": "crm-module-1.0.0"}
MATCH (p:Patch {patchId: $patchId})
RETURN p {.*} AS patch
