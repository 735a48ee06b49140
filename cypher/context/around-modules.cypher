// Entities, capabilities, dependencies and dependents of modules, limited per list, for a language model.
// @param keys LIST<STRING>  keys of modules
// @param each INTEGER       maximum number of items per list
// @returns key STRING, entities LIST<STRING>, entityCount INTEGER, capabilities LIST<{key STRING,
//   type CapabilityType, operations LIST<STRING>, entity STRING?}>, capabilityCount INTEGER, dependsOn LIST<STRING>,
//   dependsOnCount INTEGER, dependants LIST<STRING>, dependantCount INTEGER
// @access read
// @example {"keys": ["crm"], "each": 50}
UNWIND $keys AS key
MATCH (m:Module {key: key})
RETURN
  key,
  COLLECT {
    MATCH (m)-[:HAS_ENTITY]->(e:Entity)
    RETURN e.name
    ORDER BY e.name
    LIMIT $each
  } AS entities,
  COUNT { (m)-[:HAS_ENTITY]->() } AS entityCount,
  COLLECT {
    MATCH (m)-[:HAS_CAPABILITY]->(c:Capability)
    WITH c
    ORDER BY c.key
    LIMIT $each
    RETURN c {.key, .type, .operations, entity: head([(c)-[:OPERATES_ON]->(e:Entity) | e.name])}
  } AS capabilities,
  COUNT { (m)-[:HAS_CAPABILITY]->() } AS capabilityCount,
  COLLECT {
    MATCH (m)-[:DEPENDS_ON]->(other:Module)
    RETURN other.key
    ORDER BY other.key
    LIMIT $each
  } AS dependsOn,
  COUNT { (m)-[:DEPENDS_ON]->(:Module) } AS dependsOnCount,
  COLLECT {
    MATCH (m)<-[:DEPENDS_ON]-(other:Module)
    RETURN other.key
    ORDER BY other.key
    LIMIT $each
  } AS dependants,
  COUNT { (m)<-[:DEPENDS_ON]-(:Module) } AS dependantCount
