// Two modules never share records.
CREATE CONSTRAINT record_space_name IF NOT EXISTS
FOR (s:RecordSpace) REQUIRE s.name IS UNIQUE
