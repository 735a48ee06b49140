// Saved queries visible to a person, all or one, by name.
// @param name  STRING?  name of a query; null for all
// @param actor STRING   the person; private queries of others are omitted
// @returns name STRING, owner STRING, sharing Sharing, rev INTEGER, contents STRING
// @access read
// @example {"name": null, "actor": "local"}
MATCH (q:SavedQuery)
WHERE q.name > '' AND ($name IS NULL OR q.name = $name) AND (q.sharing = 'shared' OR q.owner = $actor)
RETURN q.name AS name, q.owner AS owner, q.sharing AS sharing, q.rev AS rev, q.contents AS contents
ORDER BY name
LIMIT 2000
