// Dependencies on operations that their target capability does not have.
// @param limit INTEGER maximum number of rows
// @returns source STRING, target STRING, operations LIST<STRING>
// @access read
// @grows with the dependencies on capabilities
// @example {"limit": 50}
MATCH (a:RegistryNode)-[r:DEPENDS_ON]->(c:Capability)
WITH a, c, [o IN coalesce(r.operations, []) WHERE NOT o IN c.operations] AS operations
WHERE size(operations) > 0
RETURN a.ref AS source, c.ref AS target, operations
ORDER BY source, target
LIMIT $limit
