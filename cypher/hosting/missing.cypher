// Values of relations that refer to no record, by id or by a unique value.
// @param rows LIST<{target STRING, value STRING, claim STRING?}>  target (kind of the record), value,
//   claim (ref of the value, null for an id)
// @returns missing LIST<INTEGER>
// @access read
// @example {"rows": [{"target": "crm/Customer", "value": "0198", "claim": null}]}
UNWIND range(0, size($rows) - 1) AS n
WITH n, $rows[n] AS row
OPTIONAL MATCH (byId:Record {_kind: row.target, id: CASE WHEN row.claim IS NULL THEN row.value END})
OPTIONAL MATCH (byValue:Record)-[:CLAIMS]->(:Claim {ref: row.claim})
WITH n, coalesce(byId, byValue) AS target
WHERE target IS NULL
RETURN collect(n) AS missing
