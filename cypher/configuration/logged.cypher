// Changes of a configuration with it before and after as JSON, oldest first; also of a deleted one.
// @param ref   STRING   ref of the configuration
// @param after INTEGER  only changes with a greater revision
// @param until INTEGER  only changes up to this revision
// @param limit INTEGER  maximum number of rows
// @returns number INTEGER, position INTEGER, before STRING?, after STRING?
// @access read
// @example {"ref": "configuration:crm/customer-schema", "after": 0, "until": 9000000000, "limit": 100}
MATCH (change:Change {ref: $ref})<-[:CHANGED]-(entry:Revision)
WHERE $after < entry.number <= $until
RETURN entry.number AS number, change.position AS position, change.before AS before, change.after AS after
ORDER BY number, position
LIMIT $limit
