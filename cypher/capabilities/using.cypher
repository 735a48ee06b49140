// Capabilities that operate on an entity or expose an endpoint.
// @param ref STRING  ref of an entity or endpoint
// @returns ref STRING
// @access read
// @example {"ref": "entity:crm/Customer"}
CALL () {
  MATCH (:Entity {ref: $ref})<-[:OPERATES_ON]-(c:Capability)
  RETURN c
  UNION
  MATCH (:Endpoint {ref: $ref})<-[:EXPOSES]-(c:Capability)
  RETURN c
}
RETURN c.ref AS ref
ORDER BY ref
