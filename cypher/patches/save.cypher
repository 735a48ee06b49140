// Keeps accepted patch documents, joined to their module.
// @param rows LIST<MAP>  ref, module, properties with patchId
// @returns saved
// @access write
// @example {"rows": [{"ref": "patch:example", "module": "crm", "properties": {"ref": "patch:example", "patchId": "example"}}]}
UNWIND $rows AS row
MERGE (p:Patch {patchId: row.properties.patchId})
SET p = row.properties
WITH p, row
MATCH (m:Module {key: row.module})
MERGE (p)-[:REGISTERED]->(m)
RETURN count(*) AS saved
