// Stores the words of nodes that an earlier version has written without.
// @param rows LIST<MAP>  id, properties
// @returns saved INTEGER
// @access write
// @example {"rows": [{"id": "4:none:0", "properties": {"searchedKeys": "crm"}}]}
UNWIND $rows AS row
MATCH (n:WithoutWords)
WHERE elementId(n) = row.id
SET n += row.properties
REMOVE n:WithoutWords
RETURN count(*) AS saved
