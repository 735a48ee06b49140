// Deletes owners.
// @param refs LIST<STRING>  refs of owners
// @returns removed INTEGER
// @access write
// @example {"refs": ["owner:example"]}
MATCH (o:Owner)
WHERE o.ref IN $refs
DETACH DELETE o
RETURN count(o) AS removed
