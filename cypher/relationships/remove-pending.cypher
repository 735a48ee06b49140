// Deletes pending or refused relationships.
// @param ids LIST<STRING>  their ids
// @returns removed INTEGER
// @access write
// @example {"ids": ["0199-example"]}
UNWIND $ids AS id
MATCH (p:PendingRelationship {id: id})
DELETE p
RETURN count(*) AS removed
