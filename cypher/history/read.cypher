// A change by its number, with the resources before and after as JSON.
// @param number INTEGER  revision
// @returns revision RevisionWithChanges
// @access read
// @example {"number": 1}
MATCH (entry:Revision {number: $number})
RETURN entry {
  .*,
  changes: COLLECT {
    MATCH (entry)-[:CHANGED]->(change:Change)
    WITH change
    ORDER BY change.position
    RETURN change {.*}
  }
} AS revision
