// Endpoints that no capability exposes.
// @param limit INTEGER maximum number of rows
// @returns module STRING, method Method, path STRING
// @access read
// @grows with the endpoints
// @example {"limit": 50}
MATCH (m:Module)-[:HAS_ENDPOINT]->(e:Endpoint)
WHERE NOT EXISTS { (:Capability)-[:EXPOSES]->(e) }
RETURN m.key AS module, e.method AS method, e.path AS path
ORDER BY module, path, method
LIMIT $limit
