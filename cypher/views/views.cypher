// Saved views visible to a person, all or one, by id.
// @param id    STRING?  id of a view; null for all
// @param actor STRING   the person; private views of others are omitted
// @param key   STRING   id of their API key; empty without one
// @returns id STRING, name STRING, page 'graph' | 'statistics', owner STRING, sharing Sharing, rev INTEGER,
//   createdAt STRING, updatedAt STRING, contents STRING
// @access read
// @example {"id": null, "actor": "local", "key": ""}
MATCH (v:SavedView)
WHERE
  v.id > '' AND
  ($id IS NULL OR v.id = $id) AND
  (v.sharing = 'shared' OR (v.owner = $actor AND coalesce(v.ownerKey, '') = $key))
RETURN
  v.id AS id,
  v.name AS name,
  v.page AS page,
  v.owner AS owner,
  v.sharing AS sharing,
  v.rev AS rev,
  v.createdAt AS createdAt,
  v.updatedAt AS updatedAt,
  v.contents AS contents
ORDER BY name, id
LIMIT 2000
