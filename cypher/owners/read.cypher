// Owners by their keys or ids.
// @param ids LIST<STRING>  keys or ids
// @returns owner {.*, key STRING, name STRING}
// @access read
// @example {"ids": ["sales"]}
UNWIND $ids AS id
CALL (id) {
  MATCH (o:Owner {ref: 'owner:' + id})
  RETURN o
  UNION
  MATCH (o:Owner {id: id})
  RETURN o
}
WITH DISTINCT o
RETURN o {.*} AS owner
ORDER BY o.key
