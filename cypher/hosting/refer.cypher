// Links records to those that their relations refer to, by id or by a unique value; returns the relations that refer to none.
// @param rows LIST<{kind STRING, id STRING, field STRING, module STRING, owner STRING?, entity STRING, value STRING,
//   claim STRING?}>  kind and id of the record, field, module (key) and entity of the record that it refers to, owner
//   (id of that module if it is created by the same change), value, claim (ref of the value behind the kind, null for
//   an id)
// @returns missing LIST<INTEGER>
// @access write
// @example {"rows": [{"kind": "crm/Order", "id": "0198", "field": "customerId", "module": "crm", "owner": null, "entity": "Customer", "value": "0199", "claim": null}]}
UNWIND range(0, size($rows) - 1) AS n
WITH n, $rows[n] AS row
MATCH (r:Record {_kind: row.kind, id: row.id})
OPTIONAL MATCH (m:Module {key: row.module})
OPTIONAL MATCH (space:RecordSpace {module: coalesce(row.owner, m.id)})
WITH
  n, row, r,
  CASE
    WHEN space IS NOT NULL THEN space.name
    WHEN row.owner IS NOT NULL AND EXISTS { (:RecordSpace {key: row.module}) } THEN row.module + '~' + row.owner
    WHEN row.owner IS NOT NULL OR m IS NOT NULL THEN row.module
  END + '/' + row.entity AS target
OPTIONAL MATCH (byId:Record {_kind: target, id: CASE WHEN row.claim IS NULL THEN row.value END})
OPTIONAL MATCH (byValue:Record)-[:CLAIMS]->(:Claim {ref: target + row.claim})
WITH n, row, r, coalesce(byId, byValue) AS found
FOREACH (_ IN CASE WHEN found IS NULL THEN [] ELSE [1] END | CREATE (r)-[:REFERENCES {field: row.field}]->(found))
WITH n, found
WHERE found IS NULL
RETURN collect(n) AS missing
