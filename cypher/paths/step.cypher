// Modules or parts that are one step away from any of these, each with the first of these, by ref, that it is reached from.
// @param refs     LIST<STRING>  modules or parts
// @param level    'module' | 'part'  from module to module, or between the exact ends of relationships
// @param along    LIST<STRING>  Neo4j types that are followed in their direction
// @param against  LIST<STRING>  Neo4j types that are followed against it
// @returns ref STRING, from STRING
// @access read
// @grows with the modules and relationships that it visits, each once
// @example {"refs": ["module:crm"], "level": "module", "along": ["DEPENDS_ON", "INTEGRATES_WITH"], "against": ["INTEGRATES_WITH"]}
MATCH (n:RegistryNode)
WHERE n.ref IN $refs
CALL (n) {
  MATCH (n)-[r:$any($along)]->(next)
  RETURN r, next
  UNION ALL
  MATCH (n)<-[r:$any($against)]-(next)
  RETURN r, next
}
WITH n, r, next
WHERE CASE $level WHEN 'module' THEN next:Module ELSE r.id IS NOT NULL END
RETURN next.ref AS ref, min(n.ref) AS from
ORDER BY ref
