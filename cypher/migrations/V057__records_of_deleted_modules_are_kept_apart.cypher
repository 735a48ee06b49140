// What deleted modules have left is theirs, not that of the next module of the key; the log knows their ids.
MATCH (r:Record)
WHERE r._kind > ''
WITH DISTINCT split(r._kind, '/')[0] AS key
WHERE NOT key CONTAINS '~' AND NOT EXISTS { (:Module {key: key}) }
OPTIONAL MATCH (change:Change {ref: 'module:' + key})<-[:CHANGED]-(revision:Revision)
WHERE change.kind = 'deleted'
WITH key, change, revision
ORDER BY revision.number DESC
WITH key, collect(change.before)[0] AS before
MERGE (space:RecordSpace {module: coalesce(split(split(before, '"id":"')[1], '"')[0], key)})
ON CREATE SET
  space.key = key,
  space.name = key,
  space.deletedAt = datetime()
