// A module and all that is next to it, as nodes and relationships to be drawn.
// @param key STRING key of the module
// @param limit INTEGER how many at most
// @returns module NODE, relationship RELATIONSHIP, other NODE
// @access read
// @grows with the relationships of the module
// @example {"key": "crm", "limit": 50}
MATCH (module:Module {key: $key})-[relationship:MODULE_DEPENDS_ON|MODULE_INTEGRATES_WITH|MODULE_FLOWS_TO|MODULE_PART_OF]-(other:Module)
RETURN module, relationship, other
ORDER BY other.key, type(relationship)
LIMIT $limit
