// Saved queries and views belong to the key that made them, not to every later key of its name.
MATCH (kept:SavedQuery|SavedView)
WHERE kept.ownerKey IS NULL
MATCH (k:ApiKey {name: kept.owner})
SET kept.ownerKey = k.id
