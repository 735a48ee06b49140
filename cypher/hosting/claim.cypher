// Claims unique values for records; returns the values that another record has already claimed.
// @param rows LIST<{kind STRING, id STRING, ref STRING}>  kind and id of the record, ref of the value
// @returns taken LIST<INTEGER>
// @access write
// @example {"rows": [{"kind": "crm/Order", "id": "0199", "ref": "crm/Order orderNumber 00"}]}
UNWIND range(0, size($rows) - 1) AS n
WITH n, $rows[n] AS row
MERGE (claim:Claim {ref: row.ref})
WITH n, row, claim
MATCH (r:Record {_kind: row.kind, id: row.id})
OPTIONAL MATCH (owner:Record)-[:CLAIMS]->(claim)
FOREACH (_ IN CASE WHEN owner IS NULL THEN [1] ELSE [] END | CREATE (r)-[:CLAIMS]->(claim))
WITH n, r, owner
WHERE owner IS NOT NULL AND owner <> r
RETURN collect(n) AS taken
