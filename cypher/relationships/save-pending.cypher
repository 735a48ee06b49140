// Stores pending or refused relationships; they do not connect nodes.
// @param rows LIST<MAP>  type (in Neo4j), source, target, properties with id
// @returns saved INTEGER
// @access write
// @example {"rows": [{"type": "DEPENDS_ON", "source": "module:crm", "target": "module:none", "properties": {"id": "0199-example", "state": "pending"}}]}
UNWIND $rows AS row
MERGE (p:PendingRelationship {id: row.properties.id})
SET p = row.properties, p.type = row.type, p.source = row.source, p.target = row.target
RETURN count(*) AS saved
