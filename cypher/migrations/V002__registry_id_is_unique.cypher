// Two processes that start on an empty database at the same time make one registry.
CREATE CONSTRAINT registry_id IF NOT EXISTS
FOR (registry:Registry) REQUIRE registry.id IS UNIQUE
