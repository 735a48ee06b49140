// Modules that are connected to each of these by relationships of one type between them or their parts, by key.
// @param modules   LIST<STRING>  keys of modules
// @param type      STRING        Neo4j type of the relationships
// @param direction 'outgoing' | 'incoming' | 'both'  direction, seen from the given module
// @param after     STRING        key and direction of the last row of the previous page; empty for the first page
// @param limit     INTEGER       maximum number per module
// @returns module STRING, revision INTEGER, total INTEGER, items LIST<{module MAP,
//   direction 'outgoing' | 'incoming' | 'both', relationships LIST<STRING>}>
// @access read
// @example {"modules": ["crm"], "type": "DEPENDS_ON", "direction": "incoming", "after": "", "limit": 50}
MATCH (registry:Registry {id: 'registry'})
UNWIND $modules AS module
MATCH (m:Module {key: module})
CALL (m) {
  MATCH (m)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-(other:Module)
  WHERE type(r) = $type
  WITH
    r,
    other,
    CASE
      WHEN $type = 'INTEGRATES_WITH' THEN 'both'
      WHEN startNode(r) = m THEN 'outgoing'
      ELSE 'incoming'
    END AS direction
  WHERE direction = 'both' OR $direction IN ['both', direction]
  RETURN collect({other: other, direction: direction, relationships: coalesce(r.liftedFrom, []) + coalesce(r.id, [])}) AS found
}
RETURN
  module,
  registry.revision AS revision,
  size(found) AS total,
  COLLECT {
    UNWIND found AS neighbour
    WITH neighbour, neighbour.other.key + ' ' + neighbour.direction AS place
    WHERE place > $after
    ORDER BY place
    LIMIT $limit
    WITH neighbour, neighbour.other AS other
    RETURN {
      module: other {.*, createdAt: toString(other.createdAt), updatedAt: toString(other.updatedAt)},
      direction: neighbour.direction,
      relationships: neighbour.relationships
    }
  } AS items
