// Base paths in use.
// @param limit INTEGER  maximum number of rows
// @returns key STRING, apiBasePath STRING
// @access read
// @example {"limit": 500}
MATCH (m:Module)
WHERE m.apiBasePath IS NOT NULL
RETURN m.key AS key, m.apiBasePath AS apiBasePath
ORDER BY key
LIMIT $limit
