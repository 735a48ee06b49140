// Links records to those that their relations refer to, by id or by a unique value; returns the relations that refer to none.
// @param rows LIST<{kind STRING, id STRING, field STRING, target STRING, value STRING,
//   claim STRING?}>  kind and id of the record, field, target (its kind), value, claim (ref of the value,
//   null for an id)
// @returns missing LIST<INTEGER>
// @access write
// @example {"rows": [{"kind": "crm/Order", "id": "0199", "field": "customerId", "target": "crm/Customer", "value": "0198", "claim": null}]}
UNWIND range(0, size($rows) - 1) AS n
WITH n, $rows[n] AS row
MATCH (r:Record {_kind: row.kind, id: row.id})
OPTIONAL MATCH (byId:Record {_kind: row.target, id: CASE WHEN row.claim IS NULL THEN row.value END})
OPTIONAL MATCH (byValue:Record)-[:CLAIMS]->(:Claim {ref: row.claim})
WITH n, row, r, coalesce(byId, byValue) AS target
FOREACH (_ IN CASE WHEN target IS NULL THEN [] ELSE [1] END | CREATE (r)-[:REFERENCES {field: row.field}]->(target))
WITH n, target
WHERE target IS NULL
RETURN collect(n) AS missing
