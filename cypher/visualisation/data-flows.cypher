// Data flows between modules, as nodes and relationships.
// @param limit INTEGER maximum number of rows
// @returns source NODE, flow RELATIONSHIP, target NODE
// @access read
// @grows with the data flows between modules
// @example {"limit": 50}
MATCH (source:Module)-[flow:FLOWS_TO]->(target:Module)
RETURN source, flow, target
ORDER BY source.key, target.key
LIMIT $limit
