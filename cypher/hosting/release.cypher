// Takes from records the edges of some relations, and the values that they have claimed.
// @param kind   STRING        module and entity
// @param id     STRING        id of the record
// @param fields LIST<STRING>  names of the relations
// @param claims LIST<STRING>  refs of the values
// @returns released
// @access write
// @example {"kind": "crm/Order", "id": "0199", "fields": ["customerId"], "claims": []}
MATCH (r:Record {_kind: $kind, id: $id})
CALL (r) {
  MATCH (r)-[edge:REFERENCES]->()
  WHERE edge.field IN $fields
  DELETE edge
}
CALL (r) {
  MATCH (r)-[:CLAIMS]->(claim:Claim)
  WHERE claim.ref IN $claims
  DETACH DELETE claim
}
RETURN count(*) AS released
