// Creates or updates modules.
// @param rows LIST<MAP>  ref, properties
// @returns saved INTEGER
// @access write
// @example {"rows": [{"ref": "module:example", "properties": {"ref": "module:example", "key": "example", "name": "Example"}}]}
UNWIND $rows AS row
MERGE (m:RegistryNode {ref: row.ref})
SET m:Module, m = row.properties
RETURN count(*) AS saved
