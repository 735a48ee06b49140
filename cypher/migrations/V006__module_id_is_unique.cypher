// A module is also named by its id.
CREATE CONSTRAINT module_id IF NOT EXISTS
FOR (m:Module) REQUIRE m.id IS UNIQUE
