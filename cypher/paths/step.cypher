// Modules or parts that are one step away from any of these, each with the first of these, by ref, that it is reached from.
// @param refs     LIST<STRING>  modules or parts
// @param along    LIST<STRING>  Neo4j types that are followed in their direction
// @param against  LIST<STRING>  Neo4j types that are followed against it
// @returns ref STRING, from STRING
// @access read
// @grows with the modules and relationships that it visits, each once
// @example {"refs": ["module:crm"], "along": ["MODULE_DEPENDS_ON", "MODULE_INTEGRATES_WITH"], "against": ["MODULE_INTEGRATES_WITH"]}
MATCH (n:RegistryNode)
WHERE n.ref IN $refs
CALL (n) {
  MATCH (n)-[:$any($along)]->(next)
  RETURN next
  UNION ALL
  MATCH (n)<-[:$any($against)]-(next)
  RETURN next
}
RETURN next.ref AS ref, min(n.ref) AS from
ORDER BY ref
