// A shortest chain of dependencies from one module to another.
// @param from STRING key of a module
// @param to STRING key of another
// @returns steps INTEGER, chain LIST<STRING>
// @access read
// @grows with the dependencies around the two
// @example {"from": "crm", "to": "shop"}
MATCH (a:Module {key: $from}), (b:Module {key: $to})
MATCH path = shortestPath((a)-[:DEPENDS_ON*1..]->(b))
WHERE all(n IN nodes(path) WHERE n:Module)
RETURN length(path) AS steps, [x IN nodes(path) | x.key] AS chain
