// A module and its direct neighbours, as nodes and relationships.
// @param key STRING key of the module
// @param limit INTEGER maximum number of rows
// @returns module NODE, relationship RELATIONSHIP, other NODE
// @access read
// @grows with the relationships of the module
// @example {"key": "crm", "limit": 50}
MATCH (module:Module {key: $key})-[relationship:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-(other:Module)
RETURN module, relationship, other
ORDER BY other.key, type(relationship)
LIMIT $limit
