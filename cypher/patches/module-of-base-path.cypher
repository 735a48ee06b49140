// The module that serves a base path.
// @param apiBasePath STRING  such as /crm
// @returns key
// @access read
// @example {"apiBasePath": "/crm"}
MATCH (m:Module {apiBasePath: $apiBasePath})
RETURN m.key AS key
