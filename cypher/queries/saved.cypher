// Saved queries visible to a person, all or one, by name.
// @param name  STRING?  name of a query; null for all
// @param actor STRING   the person; private queries of others are omitted
// @param key   STRING   id of their API key; empty without one
// @returns name STRING, owner STRING, sharing Sharing, rev INTEGER, contents STRING
// @access read
// @example {"name": null, "actor": "local", "key": ""}
MATCH (q:SavedQuery)
WHERE
  q.name > '' AND
  ($name IS NULL OR q.name = $name) AND
  (q.sharing = 'shared' OR (q.owner = $actor AND coalesce(q.ownerKey, '') = $key))
RETURN q.name AS name, q.owner AS owner, q.sharing AS sharing, q.rev AS rev, q.contents AS contents
ORDER BY name
LIMIT 2000
