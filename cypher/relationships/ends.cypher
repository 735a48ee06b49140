// Existing nodes and relationships at the ends of new relationships: the ends, a relationship of the same type between them (an integration in
// either direction), and the module that the source is part of.
// @param rows LIST<{index INTEGER, id STRING, type STRING, source STRING, target STRING}>  index,
//   id of the relationship, type (in Neo4j), source, target
// @returns index INTEGER, sourceFound BOOLEAN, targetFound BOOLEAN, existing STRING?, parent STRING?
// @access read
// @example {"rows": [{"index": 0, "id": "new", "type": "DEPENDS_ON", "source": "module:crm", "target": "module:none"}]}
UNWIND $rows AS row
OPTIONAL MATCH (source:RegistryNode {ref: row.source})
OPTIONAL MATCH (target:RegistryNode {ref: row.target})
RETURN
  row.index AS index,
  source IS NOT NULL AS sourceFound,
  target IS NOT NULL AS targetFound,
  head(COLLECT {
    MATCH (source)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-(target)
    WHERE type(r) = row.type AND r.id <> row.id AND (startNode(r) = source OR row.type = 'INTEGRATES_WITH')
    RETURN r.id
  }) AS existing,
  head(COLLECT {
    MATCH (source)-[r:PART_OF]->(parent)
    WHERE row.type = 'PART_OF' AND r.id <> row.id
    RETURN parent.ref
  }) AS parent
ORDER BY index
