// Indexes of records by a field.
// @returns name STRING, field STRING
// @access read
// @example {}
SHOW INDEXES
YIELD name, labelsOrTypes, properties
WHERE labelsOrTypes = ['Record'] AND size(properties) = 3 AND properties[0] = '_kind' AND properties[2] = 'id'
RETURN name, properties[1] AS field
ORDER BY name
