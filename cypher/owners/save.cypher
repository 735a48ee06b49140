// Creates or updates owners.
// @param rows LIST<MAP>  ref, properties
// @returns saved INTEGER
// @access write
// @example {"rows": [{"ref": "owner:example", "properties": {"ref": "owner:example", "key": "example", "name": "Example", "folded": "example", "kind": "team"}}]}
UNWIND $rows AS row
MERGE (o:Owner {ref: row.ref})
SET o = row.properties
RETURN count(*) AS saved
