// A write whose answer was lost is found again by its operation.
CREATE CONSTRAINT revision_operation IF NOT EXISTS
FOR (r:Revision) REQUIRE r.operation IS UNIQUE
