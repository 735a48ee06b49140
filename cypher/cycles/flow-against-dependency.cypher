// Modules that depend on another module and also send data to it.
// @param limit INTEGER maximum number of rows
// @returns module STRING, other STRING
// @access read
// @grows with the dependencies between modules
// @example {"limit": 50}
MATCH (a:Module)-[:DEPENDS_ON]->(b:Module)
WHERE EXISTS { (b)-[:FLOWS_TO]->(a) } AND EXISTS { (a)-[:FLOWS_TO]->(b) }
RETURN a.key AS module, b.key AS other
ORDER BY module, other
LIMIT $limit
