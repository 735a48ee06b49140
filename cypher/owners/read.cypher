// Owners by their keys or ids.
// @param ids LIST<STRING>  keys or ids
// @returns owner {.*, key STRING, name STRING}
// @access read
// @example {"ids": ["sales"]}
MATCH (o:Owner)
WHERE o.key IN $ids OR o.id IN $ids
RETURN o {.*} AS owner
ORDER BY o.key
