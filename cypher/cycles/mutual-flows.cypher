// Pairs of modules with data flows in both directions.
// @param limit INTEGER maximum number of rows
// @returns one STRING, other STRING
// @access read
// @grows with the data flows between modules
// @example {"limit": 50}
MATCH (a:Module)-[:FLOWS_TO]->(b:Module)-[:FLOWS_TO]->(a)
WHERE a.ref < b.ref
RETURN a.key AS one, b.key AS other
ORDER BY one, other
LIMIT $limit
