// Deletes the edges of some relations of records and releases the values that they have claimed.
// @param rows LIST<{kind STRING, id STRING, fields LIST<STRING>, claims LIST<STRING>}>  kind and id of each record,
//   fields: names of the relations, claims: refs of the values
// @returns released INTEGER
// @access write
// @example {"rows": [{"kind": "crm/Order", "id": "0199", "fields": ["customerId"], "claims": []}]}
UNWIND $rows AS row
MATCH (r:Record {_kind: row.kind, id: row.id})
CALL (r, row) {
  MATCH (r)-[edge:REFERENCES]->()
  WHERE edge.field IN row.fields
  DELETE edge
}
CALL (r, row) {
  MATCH (r)-[:CLAIMS]->(claim:Claim)
  WHERE claim.ref IN row.claims
  DETACH DELETE claim
}
RETURN count(*) AS released
