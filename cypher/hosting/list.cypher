// Records of an entity that match all tests, sorted, paginated, if the module and the entity are unchanged. A page starts after a position in the order; records without a value come last. All matches are read for it: an entity with many records is not searched unless the caller knows of that.
// @param module    STRING   key of the module
// @param moduleRev INTEGER  its revision
// @param entity    STRING   ref of the entity
// @param entityRev INTEGER  its revision
// @param kind      STRING   module and entity
// @param tests      LIST<{field STRING, test 'in' | 'has' | 'min' | 'max', values LIST<ANY>, folded? LIST<STRING>}>
//   field, test (in, has, min or max), values, and these as words for texts
// @param sort       STRING     name of the field to sort by
// @param descending BOOLEAN    whether to sort in descending order
// @param afterValue ANY?       value of the field in the last row of the previous page
// @param after      STRING     id of the last row of the previous page; empty for the first page
// @param limit      INTEGER    page size
// @param many       INTEGER    number of records from which on nothing is searched; 0 for no such limit
// @returns revision INTEGER, hasMany BOOLEAN, total INTEGER, items LIST<StoredRecord>
// @access read
// @example {"module": "crm", "moduleRev": 1, "entity": "entity:crm/Order", "entityRev": 1, "kind": "crm/Order", "tests": [{"field": "status", "test": "in", "values": ["pending"]}], "sort": "orderDate", "descending": false, "afterValue": null, "after": "", "limit": 50, "many": 200}
MATCH (registry:Registry {id: 'registry'})
MATCH (m:Module {key: $module})
MATCH (e:Entity {ref: $entity})
WHERE m.rev = $moduleRev AND e.rev = $entityRev
CALL () {
  MATCH (r:Record)
  WHERE r._kind = $kind AND r.id > ''
  WITH r
  LIMIT $many
  RETURN count(r) AS counted
}
WITH registry, $many > 0 AND counted = $many AS hasMany
CALL (hasMany) {
  MATCH (r:Record)
  WHERE
    NOT hasMany AND
    r._kind = $kind AND
    r.id > '' AND
    all(
      test IN $tests
      WHERE
        CASE test.test
          WHEN 'in' THEN r[test.field] IN test.values OR coalesce(r['_folded.' + test.field], r[test.field]) IN test.folded
          WHEN 'has' THEN any(value IN coalesce(r[test.field], []) WHERE value IN test.values)
          WHEN 'min' THEN r[test.field] >= test.values[0]
          ELSE r[test.field] <= test.values[0]
        END
    )
  RETURN collect(r) AS found
}
RETURN
  registry.revision AS revision,
  hasMany,
  size(found) AS total,
  COLLECT {
    UNWIND found AS r
    WITH r, r[$sort] AS value
    WHERE
      $after = '' OR
      CASE
        WHEN $afterValue IS NULL THEN value IS NULL AND r.id > $after
        WHEN value IS NULL THEN true
        WHEN value = $afterValue THEN r.id > $after
        WHEN $descending THEN value < $afterValue
        ELSE value > $afterValue
      END
    ORDER BY
      value IS NULL,
      CASE WHEN $descending THEN NULL ELSE value END,
      CASE WHEN $descending THEN value END DESC,
      r.id
    LIMIT $limit
    RETURN properties(r)
  } AS items
