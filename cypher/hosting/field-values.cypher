// Number of records of an entity, and the values of a field with their number of occurrences.
// @param kind  NAME    module and entity, the label of the records
// @param field NAME    name of the field
// @returns total INTEGER, values LIST<{value ANY, count INTEGER}>
// @access read
// @example {"kind": "crm/Order", "field": "status"}
CALL () {
  MATCH (r:$($kind))
  RETURN count(r) AS total
}
CALL () {
  MATCH (r:$($kind))
  WHERE r[$field] IS NOT NULL
  WITH r[$field] AS value, count(*) AS count
  RETURN collect({value: value, count: count}) AS values
}
RETURN total, values
