// Deletes records, their references and their claimed values. A record that others still refer to cannot be deleted.
// @param rows LIST<{kind STRING, id STRING}>  kind and id of each record
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
