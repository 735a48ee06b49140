// An index has no module without an owner, so modules are listed in the order of a text that all have. In batches, as V059.
MATCH (m:Module)
WHERE m.sortedOwner IS NULL
CALL (m) {
  SET m.sortedOwner = coalesce(m.owner, '')
} IN TRANSACTIONS OF 2000 ROWS
