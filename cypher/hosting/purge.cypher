// Deletes records of a deleted module with what they claim, up to a limit; none once the deletion has been undone.
// @param module STRING   id of the module
// @param limit  INTEGER  maximum number of records
// @returns purged INTEGER
// @access write
// @example {"module": "0199", "limit": 1000}
MATCH (space:RecordSpace {module: $module})
// Written first, so that an undo waits for it, or it for the undo.
SET space.purgedAt = datetime()
WITH space
WHERE space.deletedAt IS NOT NULL
MATCH (r:Record)
WHERE r._kind STARTS WITH space.name + '/' AND r.id > ''
WITH r
LIMIT $limit
OPTIONAL MATCH (r)-[:CLAIMS]->(claim:Claim)
DETACH DELETE r, claim
RETURN count(DISTINCT r) AS purged
