// Deletes patch documents.
// @param refs LIST<STRING>  patch: and the id of the document
// @returns removed INTEGER
// @access write
// @example {"refs": ["patch:none"]}
UNWIND $refs AS ref
MATCH (p:Patch {patchId: substring(ref, size('patch:'))})
DETACH DELETE p
RETURN count(*) AS removed
