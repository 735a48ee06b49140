// A module with its capabilities, entities and endpoints, as nodes and relationships.
// @param key STRING key of the module
// @param limit INTEGER maximum number of rows
// @returns path PATH
// @access read
// @grows with the parts of the module
// @example {"key": "crm", "limit": 50}
MATCH path = (m:Module {key: $key})-[:HAS_CAPABILITY]->(c:Capability)-[:OPERATES_ON|EXPOSES]->(n)
RETURN path
ORDER BY c.key, n.ref
LIMIT $limit
