// Number of records of an entity, and the values of a field with their number of occurrences.
// @param kind  STRING  module and entity
// @param field STRING  name of the field
// @returns total INTEGER, values LIST<{value ANY, count INTEGER}>
// @access read
// @example {"kind": "crm/Order", "field": "status"}
CALL () {
  MATCH (r:Record)
  WHERE r._kind = $kind AND r.id > ''
  WITH r[$field] AS value, count(*) AS count
  RETURN collect({value: value, count: count}) AS all
}
RETURN
  reduce(total = 0, one IN all | total + one.count) AS total,
  [one IN all WHERE one.value IS NOT NULL] AS values
