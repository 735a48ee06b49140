// The last state in the log of resources by ref, as JSON, for the names of what is deleted or has no ref in the graph.
// @param refs LIST<STRING> refs of resources
// @returns ref STRING, state STRING, exists BOOLEAN
// @access read
// @grows with the changes of these resources
// @example {"refs": ["module:deleted"]}
UNWIND $refs AS ref
CALL (ref) {
  MATCH (change:Change {ref: ref})<-[:CHANGED]-(entry:Revision)
  RETURN coalesce(change.after, change.before) AS state, change.after IS NOT NULL AS exists
  ORDER BY entry.number DESC, change.position DESC
  LIMIT 1
}
RETURN ref, state, exists
ORDER BY ref
