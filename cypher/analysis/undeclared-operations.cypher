// Dependencies without declared operations or fields.
// @param limit INTEGER maximum number of rows
// @returns source STRING, target STRING, declaredBy STRING
// @access read
// @grows with the dependencies
// @example {"limit": 50}
MATCH (a:RegistryNode)-[r:DEPENDS_ON]->(b:RegistryNode)
WHERE r.id > '' AND coalesce(size(r.operations), 0) = 0 AND coalesce(size(r.fields), 0) = 0
RETURN a.ref AS source, b.ref AS target, r.declaredBy AS declaredBy
ORDER BY source, target
LIMIT $limit
