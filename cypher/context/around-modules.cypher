// What a language model should know beside the modules themselves: entities, capabilities and the modules next to them.
// @param keys LIST<STRING>  keys of modules
// @returns key, entities, capabilities, dependsOn, dependants
// @access read
// @example {"keys": ["crm"]}
UNWIND $keys AS key
MATCH (m:Module {key: key})
RETURN
  key,
  COLLECT { MATCH (m)-[:HAS_ENTITY]->(e:Entity) RETURN e.name ORDER BY e.name } AS entities,
  COLLECT {
    MATCH (m)-[:HAS_CAPABILITY]->(c:Capability)
    RETURN c {.key, .type, .operations, entity: head([(c)-[:OPERATES_ON]->(e:Entity) | e.name])}
    ORDER BY c.key
  } AS capabilities,
  COLLECT {
    MATCH (m)-[:HAS_CAPABILITY|HAS_CONFIGURATION]->{0,1}()-[:DEPENDS_ON]->()<-[:HAS_CAPABILITY|HAS_CONFIGURATION]-{0,1}(other:Module)
    WHERE other <> m
    RETURN DISTINCT other.key
    ORDER BY other.key
  } AS dependsOn,
  COLLECT {
    MATCH (m)-[:HAS_CAPABILITY|HAS_CONFIGURATION]->{0,1}()<-[:DEPENDS_ON]-()<-[:HAS_CAPABILITY|HAS_CONFIGURATION]-{0,1}(other:Module)
    WHERE other <> m
    RETURN DISTINCT other.key
    ORDER BY other.key
  } AS dependants
