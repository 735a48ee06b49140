// Jobs that match all filters, newest first, paginated. Those that are lost, as in jobs/read, have failed.
// @param keyId   STRING?       only jobs of this API key
// @param state   LIST<STRING>? any of these states
// @param kind    LIST<STRING>? any of these kinds
// @param actor   LIST<STRING>? any of these makers
// @param silence INTEGER       seconds without a word after which a job is lost
// @param before  STRING        id of the last row of the previous page; ~ for the first page
// @param limit   INTEGER       maximum number of rows
// @returns revision INTEGER, total INTEGER, items LIST<Job>
// @access read
// @example {"keyId": null, "state": ["failed"], "kind": null, "actor": null, "silence": 15, "before": "~", "limit": 50}
MATCH (registry:Registry {id: 'registry'})
CALL () {
  MATCH (j:Job)
  WHERE ($keyId IS NULL OR j.keyId = $keyId)
    AND ($kind IS NULL OR j.kind IN $kind)
    AND ($actor IS NULL OR j.actor IN $actor)
  WITH j, j.state IN ['queued', 'running'] AND j.seenAt < datetime() - duration({seconds: $silence}) AS isLost
  WHERE $state IS NULL OR CASE WHEN isLost THEN 'failed' ELSE j.state END IN $state
  RETURN collect({job: j, isLost: isLost}) AS found
}
RETURN
  registry.revision AS revision,
  size(found) AS total,
  COLLECT {
    UNWIND found AS one
    WITH one.job AS j, one.isLost AS isLost
    WHERE j.id < $before
    ORDER BY j.id DESC
    LIMIT $limit
    RETURN j {.*, isLost: isLost}
  } AS items
