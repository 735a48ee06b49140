// Forgets a deleted module whose records are purged.
// @param module STRING  id of the module
// @returns forgotten INTEGER
// @access write
// @example {"module": "0199"}
MATCH (space:RecordSpace {module: $module})
WHERE
  space.deletedAt IS NOT NULL AND
  NOT EXISTS { MATCH (r:Record) WHERE r._kind STARTS WITH space.name + '/' AND r.id > '' }
DELETE space
RETURN count(*) AS forgotten
