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
    MATCH (m)-[joined:MODULE_DEPENDS_ON|MODULE_INTEGRATES_WITH|MODULE_FLOWS_TO|MODULE_PART_OF]-(other:Module)
    WITH other, type(joined) AS type, startNode(joined) = m AS outgoing
    ORDER BY COUNT { (other)<-[:MODULE_DEPENDS_ON]-() } DESC, other.key, type, outgoing
    LIMIT $each
    RETURN {key: other.key, type: type, outgoing: outgoing}
  } AS neighbours
ORDER BY key
