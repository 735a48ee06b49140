// First part of the kinds of the records of some modules: the key, unless records of a deleted module of that key are kept.
// @param rows LIST<{key STRING, id STRING?}>  key and id of each module; without id that of the registered module
// @returns key STRING, space STRING
// @access read
// @example {"rows": [{"key": "crm", "id": null}]}
UNWIND $rows AS row
OPTIONAL MATCH (m:Module {key: row.key})
WITH row.key AS key, coalesce(row.id, m.id) AS id
OPTIONAL MATCH (own:RecordSpace {module: id})
RETURN
  key,
  CASE
    WHEN own IS NOT NULL THEN own.name
    WHEN id IS NOT NULL AND EXISTS { (:RecordSpace {key: key}) } THEN key + '~' + id
    ELSE key
  END AS space
ORDER BY key
