// Deletes the edges of a relation field from all records of an entity.
// @param kind  STRING  module and entity
// @param field STRING  name of the field, which is no longer a relation or has another target
// @returns parted INTEGER
// @access write
// @example {"kind": "crm/Order", "field": "customerId"}
MATCH (r:Record)-[edge:REFERENCES {field: $field}]->()
WHERE r._kind = $kind AND r.id > ''
DELETE edge
RETURN count(*) AS parted
