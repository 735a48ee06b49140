// First part of the kinds of a module's records: its key, unless records of a deleted module of that key are kept.
// @param key STRING   key of the module
// @param id  STRING?  its id; null for the registered module of that key
// @returns space STRING
// @access read
// @example {"key": "crm", "id": null}
OPTIONAL MATCH (m:Module {key: $key})
WITH coalesce($id, m.id) AS id
OPTIONAL MATCH (own:RecordSpace {module: id})
RETURN
  CASE
    WHEN own IS NOT NULL THEN own.name
    WHEN EXISTS { (:RecordSpace {key: $key}) } THEN $key + '~' + id
    ELSE $key
  END AS space
