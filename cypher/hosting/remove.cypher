// Deletes records with what they refer to and have claimed. One that others still refer to can not be deleted.
// @param rows LIST<{kind STRING, id STRING}>  kind and id of each
// @returns removed INTEGER
// @access write
// @example {"rows": [{"kind": "crm/Order", "id": "0199"}]}
UNWIND $rows AS row
MATCH (r:Record {_kind: row.kind, id: row.id})
CALL (r) {
  OPTIONAL MATCH (r)-[:CLAIMS]->(claim:Claim)
  DETACH DELETE claim
}
CALL (r) {
  OPTIONAL MATCH (r)-[edge:REFERENCES]->()
  DELETE edge
}
DELETE r
RETURN count(*) AS removed
