// Capabilities without any endpoint.
// @param limit INTEGER maximum number of rows
// @returns module STRING, capability STRING, type CapabilityType
// @access read
// @grows with the capabilities
// @example {"limit": 50}
MATCH (m:Module)-[:HAS_CAPABILITY]->(c:Capability)
WHERE NOT EXISTS { (c)-[:EXPOSES]->() }
RETURN m.key AS module, c.key AS capability, c.type AS type
ORDER BY module, capability
LIMIT $limit
