// Deleted modules whose records are kept, those deleted first first.
// @param before DATETIME  deleted before then
// @param key    STRING?   only modules of this key
// @returns module STRING, key STRING, name STRING, deletedAt DATETIME
// @access read
// @example {"before": "2026-01-31T00:00:00Z", "key": null}
MATCH (space:RecordSpace)
WHERE space.deletedAt < $before AND ($key IS NULL OR space.key = $key)
RETURN space.module AS module, space.key AS key, space.name AS name, space.deletedAt AS deletedAt
ORDER BY deletedAt, module
