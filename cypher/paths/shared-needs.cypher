// Modules that two modules both depend on directly.
// @param one STRING key of a module
// @param other STRING key of another
// @param limit INTEGER maximum number of rows
// @returns module STRING, name STRING
// @access read
// @grows with the dependencies of the two
// @example {"one": "crm", "other": "shop", "limit": 50}
MATCH (:Module {key: $one})-[:DEPENDS_ON]->(m:Module)<-[:DEPENDS_ON]-(:Module {key: $other})
RETURN m.key AS module, m.name AS name
ORDER BY module
LIMIT $limit
