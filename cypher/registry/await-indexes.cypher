// Waits until all indexes are filled, then forgets plans made while they were empty.
// @returns done BOOLEAN
// @access read
// @example {}
CALL db.awaitIndexes(60)
CALL db.prepareForReplanning(10)
RETURN true AS done
