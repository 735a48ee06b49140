// Creates or updates entities; their module must exist.
// @param rows LIST<MAP>  ref, module, properties
// @returns saved INTEGER
// @access write
// @example {"rows": [{"ref": "entity:crm/example", "module": "crm", "properties": {"ref": "entity:crm/example"}}]}
UNWIND $rows AS row
MATCH (m:Module {key: row.module})
MERGE (e:Entity {ref: row.ref})
SET e = row.properties
MERGE (m)-[:HAS_ENTITY]->(e)
RETURN count(*) AS saved
