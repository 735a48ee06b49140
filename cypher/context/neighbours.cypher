// Neighbours of each given module, those with the most dependents first.
// @param keys LIST<STRING>  keys of modules
// @param each INTEGER       maximum number per module
// @returns key STRING, neighbours LIST<{key STRING, type STRING, outgoing BOOLEAN}>
// @access read
// @example {"keys": ["crm"], "each": 20}
UNWIND $keys AS key
MATCH (m:Module {key: key})
RETURN
  key,
  COLLECT {
    MATCH (m)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-(other:Module)
    WITH other, type(r) AS type, startNode(r) = m AS outgoing
    ORDER BY COUNT { (other)<-[:DEPENDS_ON]-(:Module) } DESC, other.key, type, outgoing
    LIMIT $each
    RETURN {key: other.key, type: type, outgoing: outgoing}
  } AS neighbours
ORDER BY key
