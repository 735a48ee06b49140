// Creates an index of records by a field, for all entities with a field of this name.
// @param field NAME  name of the field
// @returns done BOOLEAN
// @access write
// @example {"field": "status"}
CREATE INDEX IF NOT EXISTS
FOR (r:Record) ON (r._kind, r[$field], r.id)
