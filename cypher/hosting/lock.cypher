// Locks records until the transaction ends and returns them, if the module and the entity are unchanged. They are written before they are read.
// @param module    STRING        key of the module
// @param moduleRev INTEGER       its revision
// @param entity    STRING        ref of the entity
// @param entityRev INTEGER       its revision
// @param kind      STRING        module and entity
// @param ids       LIST<STRING>  ids of the records, in order
// @param lock      STRING   name of the lock to take; changes of the entity take it too
// @returns records LIST<StoredRecord>
// @access write
// @example {"lock": "records 0", "module": "crm", "moduleRev": 1, "entity": "entity:crm/Order", "entityRev": 1, "kind": "crm/Order", "ids": ["0199"]}
MERGE (lock:Lock {name: $lock})
SET lock.at = datetime()
WITH lock
MATCH (m:Module {key: $module})
MATCH (e:Entity {ref: $entity})
WHERE m.rev = $moduleRev AND e.rev = $entityRev
CALL () {
  UNWIND $ids AS id
  MATCH (r:Record {_kind: $kind, id: id})
  SET r._held = true
  WITH r
  RETURN collect(properties(r)) AS records
}
RETURN records
