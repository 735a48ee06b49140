// Creates or updates configurations; their module must exist.
// @param rows LIST<MAP>  ref, module, properties
// @returns saved INTEGER
// @access write
// @example {"rows": [{"ref": "configuration:crm/example", "module": "crm", "properties": {"ref": "configuration:crm/example", "key": "example"}}]}
UNWIND $rows AS row
MATCH (m:Module {key: row.module})
MERGE (c:RegistryNode {ref: row.ref})
SET c:Configuration, c = row.properties
MERGE (m)-[:HAS_CONFIGURATION]->(c)
RETURN count(*) AS saved
