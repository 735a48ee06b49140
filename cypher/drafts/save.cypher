// Creates or updates drafts.
// @param rows LIST<MAP>  ref, properties with id
// @returns saved INTEGER
// @access write
// @example {"rows": [{"ref": "draft:0199-example", "properties": {"ref": "draft:0199-example", "id": "0199-example", "state": "draft"}}]}
UNWIND $rows AS row
MERGE (d:Draft {id: row.properties.id})
SET d = row.properties
RETURN count(*) AS saved
