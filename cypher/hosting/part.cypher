// Deletes the edges of a relation field from all records of an entity.
// @param kind  NAME    module and entity, the label of the records
// @param field STRING  name of the field, which is no longer a relation or has another target
// @returns parted INTEGER
// @access write
// @example {"kind": "crm/Order", "field": "customerId"}
MATCH (r:$($kind))-[edge:REFERENCES {field: $field}]->()
DELETE edge
RETURN count(*) AS parted
