// Creates or updates capabilities, linked to their module, entity and endpoints, which must exist.
// @param rows LIST<MAP>  ref, module, entity, endpoints {operation, method, path}, properties
// @returns saved INTEGER
// @access write
// @example {"rows": [{"ref": "capability:crm/example", "module": "crm", "entity": "Customer", "endpoints": [{"operation": "list", "method": "GET", "path": "/crm/customers"}], "properties": {"ref": "capability:crm/example", "key": "example"}}]}
UNWIND $rows AS row
MATCH (m:Module {key: row.module})
MERGE (c:RegistryNode {ref: row.ref})
SET c:Capability, c = row.properties
MERGE (m)-[:HAS_CAPABILITY]->(c)
WITH m, c, row
CALL (c) {
  MATCH (c)-[old:OPERATES_ON|EXPOSES]->()
  DELETE old
}
CALL (c, row) {
  MATCH (e:Entity {ref: 'entity:' + row.module + '/' + row.entity})
  CREATE (c)-[:OPERATES_ON]->(e)
}
CALL (c, row) {
  UNWIND row.endpoints AS exposed
  MATCH (p:Endpoint {ref: 'endpoint:' + row.module + '/' + exposed.method + ' ' + exposed.path})
  CREATE (c)-[:EXPOSES {operation: exposed.operation}]->(p)
}
RETURN count(*) AS saved
