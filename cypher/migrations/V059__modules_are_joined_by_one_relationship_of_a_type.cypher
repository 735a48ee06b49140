// Two modules are joined by one relationship of a type: their own, or one that is lifted from relationships of their parts.
// In batches: a registry may have more of them than fit into one transaction. Each takes what is left, so an interrupted one goes on.
UNWIND range(0, COUNT { ()-[:MODULE_DEPENDS_ON|MODULE_FLOWS_TO|MODULE_PART_OF]->() } / 2000) AS batch
CALL (batch) {
  MATCH (registry:Registry {id: 'registry'})
  SET registry.revision = registry.revision
  WITH registry
  CALL () {
    MATCH (source)-[joined:MODULE_DEPENDS_ON|MODULE_FLOWS_TO|MODULE_PART_OF]->(target)
    RETURN source, joined, target
    LIMIT 2000
  }
  MERGE (source)-[r:$(substring(type(joined), size('MODULE_')))]->(target)
  SET r.liftedFrom = nullIf([id IN joined.relationships WHERE r.id IS NULL OR id <> r.id], [])
  DELETE joined
} IN TRANSACTIONS OF 1 ROW
