// A shortest cycle of data flows through a module.
// @param key STRING key of the module
// @returns steps INTEGER, cycle LIST<STRING>
// @access read
// @grows with the data flows that can be reached, once for each flow of the module
// @example {"key": "crm"}
MATCH (m:Module {key: $key})-[:FLOWS_TO]->(first:Module)
MATCH path = SHORTEST 1 (first) (()-[:FLOWS_TO]->(:Module))* (m)
RETURN length(path) + 1 AS steps, [m.key] + [n IN nodes(path) | n.key] AS cycle
ORDER BY steps, cycle
LIMIT 1
