// Each change has a number of its own.
CREATE CONSTRAINT revision_number IF NOT EXISTS
FOR (r:Revision) REQUIRE r.number IS UNIQUE
