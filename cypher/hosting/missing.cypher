// Values of relations that refer to no record, by id or by a unique value.
// @param rows LIST<{module STRING, owner STRING?, entity STRING, value STRING, claim STRING?}>  module (key) and entity
//   of the record, owner (id of that module if it is created by the same change), value, claim (ref of the value behind
//   the kind, null for an id)
// @returns missing LIST<INTEGER>
// @access read
// @example {"rows": [{"module": "crm", "owner": null, "entity": "Customer", "value": "0199", "claim": null}]}
UNWIND range(0, size($rows) - 1) AS n
WITH n, $rows[n] AS row
OPTIONAL MATCH (m:Module {key: row.module})
OPTIONAL MATCH (space:RecordSpace {module: coalesce(row.owner, m.id)})
WITH
  n, row,
  CASE
    WHEN space IS NOT NULL THEN space.name
    WHEN row.owner IS NOT NULL AND EXISTS { (:RecordSpace {key: row.module}) } THEN row.module + '~' + row.owner
    WHEN row.owner IS NOT NULL OR m IS NOT NULL THEN row.module
  END + '/' + row.entity AS target
OPTIONAL MATCH (byId:Record {_kind: target, id: CASE WHEN row.claim IS NULL THEN row.value END})
OPTIONAL MATCH (byValue:Record)-[:CLAIMS]->(:Claim {ref: target + row.claim})
WITH n, coalesce(byId, byValue) AS found
WHERE found IS NULL
RETURN collect(n) AS missing
