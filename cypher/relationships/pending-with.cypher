// Pending relationships with an end in a module of one of these keys, oldest first.
// @param keys LIST<STRING>  keys of modules, registered or not
// @returns relationship MAP
// @access read
// @example {"keys": ["none"]}
MATCH (p:PendingRelationship)
WHERE p.state = 'pending' AND any(ref IN [p.source, p.target] WHERE split(split(ref, ':')[1], '/')[0] IN $keys)
RETURN p {.*} AS relationship
ORDER BY p.id
