// Updates the properties of records.
// @param rows LIST<MAP>  _kind, id and all other properties of each record
// @returns changed INTEGER
// @access write
// @example {"rows": [{"_kind": "crm/Order", "id": "0199", "status": "pending"}]}
UNWIND $rows AS row
MATCH (r:Record {_kind: row._kind, id: row.id})
SET r = row
RETURN count(*) AS changed
