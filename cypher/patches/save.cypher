// Stores accepted patch documents, linked to their module while it exists.
// @param rows LIST<MAP>  ref, module, properties with patchId
// @returns saved INTEGER
// @access write
// @example {"rows": [{"ref": "patch:example", "module": "crm", "properties": {"ref": "patch:example", "patchId": "example"}}]}
UNWIND $rows AS row
MERGE (p:Patch {patchId: row.properties.patchId})
SET p = row.properties
WITH p, row
OPTIONAL MATCH (m:Module {key: row.module})
FOREACH (module IN CASE WHEN m IS NULL THEN [] ELSE [m] END | MERGE (p)-[:REGISTERED]->(module))
RETURN count(*) AS saved
