// Keys of owners that begin like this.
// @param stem STRING  beginning of the keys
// @returns key STRING
// @access read
// @example {"stem": "sales"}
MATCH (o:Owner)
WHERE o.ref STARTS WITH 'owner:' + $stem
RETURN o.key AS key
ORDER BY key
