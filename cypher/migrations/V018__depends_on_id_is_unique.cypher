// Each relationship of this type is found by its id.
CREATE CONSTRAINT depends_on_id IF NOT EXISTS
FOR ()-[r:DEPENDS_ON]-() REQUIRE r.id IS UNIQUE
