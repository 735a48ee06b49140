// Modules with their entities, capabilities and configurations, for their documentation; counts are totals before the limit.
// @param keys LIST<STRING>  keys of modules
// @param each INTEGER       maximum number of parts of a kind
// @returns module MAP, state HealthState?, entities LIST<MAP>, capabilities LIST<MAP>, configurations LIST<MAP>,
//   counts {entities INTEGER, capabilities INTEGER, configurations INTEGER}, served LIST<STRING>
// @access read
// @example {"keys": ["crm"], "each": 100}
UNWIND $keys AS key
MATCH (m:Module {key: key})
OPTIONAL MATCH (m)-[:HAS_HEALTH]->(state:HealthState)
// Nodes first: what is read of them too early would be counted again by each step that follows.
WITH
  m,
  state,
  COLLECT {
    MATCH (m)-[:HAS_ENTITY]->(e:Entity)
    RETURN e
    ORDER BY e.name
  } AS entities,
  COLLECT {
    MATCH (m)-[:HAS_CAPABILITY]->(c:Capability)
    RETURN c
    ORDER BY c.key
  } AS capabilities,
  COLLECT {
    MATCH (m)-[:HAS_CONFIGURATION]->(f:Configuration)
    RETURN f
    ORDER BY f.key
  } AS configurations
ORDER BY m.key
RETURN
  m {.*} AS module,
  state {.*} AS state,
  [e IN entities[..$each] | e {.*, module: m.key}] AS entities,
  [
    c IN capabilities[..$each] |
    c {
      .*,
      module: m.key,
      entity: head([(c)-[:OPERATES_ON]->(e:Entity) | e.name]),
      endpoints: [(c)-[exposes:EXPOSES]->(p:Endpoint) | {operation: exposes.operation, method: p.method, path: p.path}]
    }
  ] AS capabilities,
  [f IN configurations[..$each] | f {.*, module: m.key}] AS configurations,
  {entities: size(entities), capabilities: size(capabilities), configurations: size(configurations)} AS counts,
  CASE
    WHEN m.status = 'inactive' THEN []
    ELSE [(m)-[:HAS_ENTITY]->(e:Entity) WHERE e.path STARTS WITH m.apiBasePath + '/' AND NOT e.path CONTAINS '{' | e.path]
  END AS served
