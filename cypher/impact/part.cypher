// An entity or endpoint with the capabilities that use it, which are the ends of relationships.
// @param ref STRING  its ref
// @returns ref STRING, name STRING, capabilities LIST<STRING>
// @access read
// @grows with the capabilities of its module
// @example {"ref": "entity:crm/Customer"}
CALL () {
  MATCH (n:Entity {ref: $ref})
  RETURN n, n.label AS name
  UNION
  MATCH (n:Endpoint {ref: $ref})
  RETURN n, n.method + ' ' + n.path AS name
}
RETURN
  n.ref AS ref,
  name,
  COLLECT {
    MATCH (n)<-[:OPERATES_ON|EXPOSES]-(c:Capability)
    RETURN c.ref
    ORDER BY c.ref
  } AS capabilities
