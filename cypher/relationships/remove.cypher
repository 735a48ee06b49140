// Removes relationships.
// @param rows LIST<MAP>  source (its ref), id
// @returns removed
// @access write
// @example {"rows": [{"source": "capability:crm/order-crud", "id": "none"}]}
UNWIND $rows AS row
MATCH (:RegistryNode {ref: row.source})-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF {id: row.id}]->()
DELETE r
RETURN count(*) AS removed
