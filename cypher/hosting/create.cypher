// Creates records, if the module and the entity are unchanged.
// @param module    STRING   key of the module
// @param moduleRev INTEGER  its revision
// @param entity    STRING   ref of the entity
// @param entityRev INTEGER  its revision
// @param kind      STRING   module and entity, the label of the records
// @param rows      LIST<MAP>  properties of each record
// @param lock      STRING   name of the lock to take; changes of the entity take it too
// @returns created INTEGER
// @access write
// @example {"lock": "records 0", "module": "crm", "moduleRev": 1, "entity": "entity:crm/Order", "entityRev": 1, "kind": "crm/Order", "rows": [{"_kind": "crm/Order", "id": "0199"}]}
MERGE (lock:Lock {name: $lock})
SET lock.at = datetime()
WITH lock
MATCH (m:Module {key: $module})
MATCH (e:Entity {ref: $entity})
WHERE m.rev = $moduleRev AND e.rev = $entityRev
UNWIND $rows AS row
CREATE (r:Record:$($kind))
SET r = row
RETURN count(*) AS created
