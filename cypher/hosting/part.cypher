// Takes the edges of a field from all records of an entity.
// @param kind  NAME    module and entity, the label of the records
// @param field STRING  name of the field, which is no relation any more, or leads elsewhere
// @returns parted INTEGER
// @access write
// @example {"kind": "crm/Order", "field": "customerId"}
MATCH (r:$($kind))-[edge:REFERENCES {field: $field}]->()
DELETE edge
RETURN count(*) AS parted
