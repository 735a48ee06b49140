// Each relationship of this type is found by its id.
CREATE CONSTRAINT part_of_id IF NOT EXISTS
FOR ()-[r:PART_OF]-() REQUIRE r.id IS UNIQUE
