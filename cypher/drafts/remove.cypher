// Deletes drafts; what they have published stays.
// @param refs LIST<STRING>  refs of drafts
// @returns removed INTEGER
// @access write
// @example {"refs": ["draft:none"]}
UNWIND $refs AS ref
MATCH (d:Draft {id: substring(ref, size('draft:'))})
DELETE d
RETURN count(*) AS removed
