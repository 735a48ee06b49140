// Lets records be found by a field, whatever entity has one of this name. The name must be written out.
// @param field NAME  name of the field
// @returns done BOOLEAN
// @access write
// @example {"field": "status"}
CREATE INDEX IF NOT EXISTS
FOR (r:Record) ON (r._kind, r[$field], r.id)
