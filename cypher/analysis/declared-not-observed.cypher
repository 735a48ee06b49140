// Entities without requests in the last day although other modules depend on their capabilities: declared but not observed.
// @param limit INTEGER maximum number of rows
// @returns module STRING, entity STRING, capability STRING, dependants INTEGER, requests INTEGER
// @access read
// @grows with the capabilities on which something depends, and their statistics of a day
// @example {"limit": 50}
MATCH (dependant:RegistryNode)-[r:DEPENDS_ON]->(c:Capability)
WHERE r.id > ''
WITH c, count(DISTINCT dependant) AS dependants
MATCH (m:Module {status: 'active'})-[:HAS_CAPABILITY]->(c)-[:OPERATES_ON]->(e:Entity)
MATCH (m)-[:HAS_STATISTICS]->(s:Statistics {entity: e.name})
WITH m, e, c, dependants,
  COLLECT {
    MATCH (sample:Sample)
    WHERE sample.of = s.ref AND sample.resolution = 'minute' AND sample.at >= datetime() - duration({days: 1})
      AND sample.example IS NULL
    RETURN sample.requestCount
  } AS counted
WITH m, e, c, dependants, reduce(sum = 0, one IN counted | sum + one) AS requests
WHERE requests = 0
RETURN m.key AS module, e.name AS entity, c.key AS capability, dependants, requests
ORDER BY dependants DESC, module, capability
LIMIT $limit
