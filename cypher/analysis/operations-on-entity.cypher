// Modules that expose an operation on an entity of this name, with the endpoints.
// @param entity STRING name of the entity
// @param operation STRING name of the operation, such as delete
// @returns module STRING, capability STRING, method Method, path STRING
// @access read
// @grows with the entities of this name
// @example {"entity": "Customer", "operation": "delete"}
MATCH (e:Entity {name: $entity})<-[:OPERATES_ON]-(c:Capability)-[x:EXPOSES {operation: $operation}]->(p:Endpoint)
MATCH (m:Module)-[:HAS_CAPABILITY]->(c)
RETURN m.key AS module, c.key AS capability, p.method AS method, p.path AS path
ORDER BY module, path
