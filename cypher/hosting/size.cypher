// Number of records of an entity.
// @param kind NAME  module and entity, the label of the records
// @returns total INTEGER
// @access read
// @example {"kind": "crm/Order"}
MATCH (r:$($kind))
RETURN count(r) AS total
