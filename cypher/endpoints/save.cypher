// Creates or updates endpoints; their module must exist.
// @param rows LIST<MAP>  ref, module, properties
// @returns saved INTEGER
// @access write
// @example {"rows": [{"ref": "endpoint:crm/example", "module": "crm", "properties": {"ref": "endpoint:crm/example"}}]}
UNWIND $rows AS row
MATCH (m:Module {key: row.module})
MERGE (p:Endpoint {ref: row.ref})
SET p = row.properties
MERGE (m)-[:HAS_ENDPOINT]->(p)
RETURN count(*) AS saved
