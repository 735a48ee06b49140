// Relationships of high criticality without evidence.
// @param limit INTEGER maximum number of rows
// @returns source STRING, type STRING, target STRING
// @access read
// @grows with the relationships
// @example {"limit": 50}
MATCH (a:RegistryNode)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]->(b:RegistryNode)
WHERE r.criticality = 'high' AND coalesce(r.evidence, '') = ''
RETURN a.ref AS source, type(r) AS type, b.ref AS target
ORDER BY source, target, type
LIMIT $limit
