// Deletes patch documents.
// @param refs LIST<STRING>  refs of patch documents
// @returns removed INTEGER
// @access write
// @example {"refs": ["patch:none"]}
UNWIND $refs AS ref
MATCH (p:Patch {patchId: substring(ref, size('patch:'))})
DETACH DELETE p
RETURN count(*) AS removed
