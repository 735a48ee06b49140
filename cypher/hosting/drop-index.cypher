// Drops an index of records.
// @param index NAME  name of the index
// @returns done BOOLEAN
// @access write
// @example {"index": "index_of_records"}
DROP INDEX $index IF EXISTS
