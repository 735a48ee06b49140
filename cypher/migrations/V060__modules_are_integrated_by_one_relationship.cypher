// Two modules are integrated by one relationship, their own in the direction in which it was written, or a lifted one. As V059.
UNWIND range(0, COUNT { ()-[:MODULE_INTEGRATES_WITH]->() } / 2000) AS batch
CALL (batch) {
  MATCH (registry:Registry {id: 'registry'})
  SET registry.revision = registry.revision
  WITH registry
  CALL () {
    MATCH (source)-[joined:MODULE_INTEGRATES_WITH]->(target)
    RETURN source, joined, target
    LIMIT 2000
  }
  MERGE (source)-[r:INTEGRATES_WITH]-(target)
  SET r.liftedFrom = nullIf([id IN joined.relationships WHERE r.id IS NULL OR id <> r.id], [])
  DELETE joined
} IN TRANSACTIONS OF 1 ROW
