// The owner of a name.
// @param folded STRING  name in lower case
// @returns key STRING, name STRING
// @access read
// @example {"folded": "sales"}
MATCH (o:Owner {folded: $folded})
RETURN o.key AS key, o.name AS name
