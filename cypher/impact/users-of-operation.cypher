// Modules and parts that use an operation of a capability.
// @param ref STRING ref of the capability
// @param operation STRING name of the operation, such as read
// @param limit INTEGER maximum number of rows
// @returns user STRING, criticality STRING, fields LIST<STRING>
// @access read
// @grows with the dependencies on the capability
// @example {"ref": "capability:crm/customer-crud", "operation": "read", "limit": 50}
MATCH (c:RegistryNode&Capability {ref: $ref})<-[r:DEPENDS_ON]-(u:RegistryNode)
WHERE $operation IN r.operations
RETURN u.ref AS user, r.criticality AS criticality, r.fields AS fields
ORDER BY user
LIMIT $limit
