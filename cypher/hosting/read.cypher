// A record, if the module and the entity are unchanged.
// @param module    STRING   key of the module
// @param moduleRev INTEGER  its revision
// @param entity    STRING   ref of the entity
// @param entityRev INTEGER  its revision
// @param kind      STRING   module and entity
// @param id        STRING   id of the record
// @returns record StoredRecord?
// @access read
// @example {"module": "crm", "moduleRev": 1, "entity": "entity:crm/Order", "entityRev": 1, "kind": "crm/Order", "id": "0199"}
MATCH (m:Module {key: $module})
MATCH (e:Entity {ref: $entity})
WHERE m.rev = $moduleRev AND e.rev = $entityRev
OPTIONAL MATCH (r:Record {_kind: $kind, id: $id})
RETURN r {.*} AS record
