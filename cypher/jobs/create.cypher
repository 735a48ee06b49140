// Creates a job.
// @param properties MAP  its id, kind, title, maker and state
// @returns id STRING
// @access write
// @example {"properties": {"id": "0199-example", "kind": "query.export", "title": "Cypher", "state": "queued", "actor": "ann", "done": 0, "message": "", "type": "text/csv", "file": "rows.csv"}}
CREATE (j:Job)
SET j = $properties
SET j.createdAt = datetime(), j.seenAt = datetime()
RETURN j.id AS id
