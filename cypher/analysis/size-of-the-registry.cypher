// Number of nodes of each kind.
// @returns kind STRING, nodes INTEGER
// @access read
// @grows not at all: counts are kept
// @example {}
MATCH (n:Module)
RETURN 'Module' AS kind, count(n) AS nodes
UNION ALL
MATCH (n:Capability)
RETURN 'Capability' AS kind, count(n) AS nodes
UNION ALL
MATCH (n:Entity)
RETURN 'Entity' AS kind, count(n) AS nodes
UNION ALL
MATCH (n:Endpoint)
RETURN 'Endpoint' AS kind, count(n) AS nodes
UNION ALL
MATCH (n:Configuration)
RETURN 'Configuration' AS kind, count(n) AS nodes
