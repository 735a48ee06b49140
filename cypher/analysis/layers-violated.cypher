// Dependencies on a module of a higher layer; layers from the bottom: crud, integration, workflow, analytics and report.
// @param limit INTEGER maximum number of rows
// @returns source STRING, sourceType ModuleType, target STRING, targetType ModuleType
// @access read
// @grows with the dependencies between modules
// @example {"limit": 50}
WITH {crud: 1, integration: 2, workflow: 3, analytics: 4, report: 4} AS layer
MATCH (a:Module)-[:DEPENDS_ON]->(b:Module)
WHERE layer[a.type] < layer[b.type]
RETURN a.key AS source, a.type AS sourceType, b.key AS target, b.type AS targetType
ORDER BY source, target
LIMIT $limit
