// The records of a module are found by its id, whatever other module has its key by now.
CREATE CONSTRAINT record_space_module IF NOT EXISTS
FOR (s:RecordSpace) REQUIRE s.module IS UNIQUE
