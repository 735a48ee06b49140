// The record spaces that modules of one key have had.
CREATE INDEX record_space_key IF NOT EXISTS
FOR (s:RecordSpace) ON (s.key)
