// Each relationship of this type is found by its id.
CREATE CONSTRAINT integrates_with_id IF NOT EXISTS
FOR ()-[r:INTEGRATES_WITH]-() REQUIRE r.id IS UNIQUE
