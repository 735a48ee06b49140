// Records of an entity with a value of an indexed field, oldest first, paginated, directly from the index, if the module and the entity are unchanged.
// @param module    STRING   key of the module
// @param moduleRev INTEGER  its revision
// @param entity    STRING   ref of the entity
// @param entityRev INTEGER  its revision
// @param kind      STRING   module and entity
// @param field     NAME     name of the field
// @param value     ANY      value of the field
// @param after     STRING   id of the last row of the previous page; empty for the first page
// @param limit     INTEGER  page size
// @returns revision INTEGER, total INTEGER, items LIST<StoredRecord>
// @access read
// @example {"module": "crm", "moduleRev": 1, "entity": "entity:crm/Order", "entityRev": 1, "kind": "crm/Order", "field": "status", "value": "pending", "after": "", "limit": 50}
MATCH (registry:Registry {id: 'registry'})
MATCH (m:Module {key: $module})
MATCH (e:Entity {ref: $entity})
WHERE m.rev = $moduleRev AND e.rev = $entityRev
CALL () {
  MATCH (r:Record)
  WHERE r._kind = $kind AND r[$field] = $value AND r.id > ''
  RETURN count(*) AS total
}
RETURN
  registry.revision AS revision,
  total,
  COLLECT {
    MATCH (r:Record)
    WHERE r._kind = $kind AND r[$field] = $value AND r.id > $after
    WITH r
    ORDER BY r._kind, r[$field], r.id
    LIMIT $limit
    RETURN properties(r)
  } AS items
