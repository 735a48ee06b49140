// Which other module serves a base path that is, contains or lies in this one.
// @param path STRING  such as /crm
// @param key  STRING  key of the module that wants it
// @returns key, apiBasePath
// @access read
// @example {"path": "/crm/orders", "key": "example"}
MATCH (m:Module)
WHERE m.apiBasePath IS NOT NULL
  AND m.key <> $key
  AND (m.apiBasePath = $path OR m.apiBasePath STARTS WITH $path + '/' OR $path STARTS WITH m.apiBasePath + '/')
RETURN m.key AS key, m.apiBasePath AS apiBasePath
ORDER BY key
LIMIT 1
