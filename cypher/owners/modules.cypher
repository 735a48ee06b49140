// Modules of an owner, in any role, by key.
// @param ref STRING  ref of the owner
// @returns module {.*, key STRING}
// @access read
// @example {"ref": "owner:sales"}
MATCH (:Owner {ref: $ref})-[:OWNS]->(m:Module)
WITH DISTINCT m
RETURN m {.*} AS module
ORDER BY m.key
