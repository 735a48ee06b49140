// Records that refer to any of these, by entity and field, with the field definitions of the entity; up to a thousand ids each.
// @param rows LIST<{kind STRING, id STRING}>  kind and id of each record
// @returns kind STRING, field STRING, fields STRING?, total INTEGER, ids LIST<STRING>
// @access read
// @example {"rows": [{"kind": "crm/Customer", "id": "0198"}]}
UNWIND $rows AS row
MATCH (:Record {_kind: row.kind, id: row.id})<-[edge:REFERENCES]-(r:Record)
WITH r._kind AS kind, edge.field AS field, collect(DISTINCT r.id) AS ids
WITH kind, field, ids, split(kind, '/') AS parts
OPTIONAL MATCH (space:RecordSpace {name: parts[0]})
OPTIONAL MATCH (e:Entity {ref: 'entity:' + coalesce(space.key, parts[0]) + '/' + parts[1]})
WHERE space.deletedAt IS NULL
RETURN kind, field, e.fields AS fields, size(ids) AS total, ids[..1000] AS ids
ORDER BY kind, field
