// Labels, relationship types and property names in the graph.
// @returns kind STRING, names LIST<STRING>
// @access read
// @grows not at all: the database keeps these names
// @example {}
CALL db.labels() YIELD label
RETURN 'labels' AS kind, collect(label) AS names
UNION ALL
CALL db.relationshipTypes() YIELD relationshipType
RETURN 'types' AS kind, collect(relationshipType) AS names
UNION ALL
CALL db.propertyKeys() YIELD propertyKey
RETURN 'properties' AS kind, collect(propertyKey) AS names
