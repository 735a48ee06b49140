// Modules and parts that use a field of any capability of a module.
// @param key STRING key of the module
// @param field STRING name of the field
// @param limit INTEGER maximum number of rows
// @returns user STRING, capability STRING, operations LIST<STRING>
// @access read
// @grows with the relationships of the module
// @example {"key": "crm", "field": "email", "limit": 50}
MATCH (:Module {key: $key})-[:HAS_CAPABILITY]->(c:Capability)<-[r:DEPENDS_ON|FLOWS_TO|INTEGRATES_WITH]-(u:RegistryNode)
WHERE $field IN r.fields
RETURN u.ref AS user, c.ref AS capability, r.operations AS operations
ORDER BY user, capability
LIMIT $limit
