// A module is named by its key; lists come from this index in order.
CREATE CONSTRAINT module_key IF NOT EXISTS
FOR (m:Module) REQUIRE m.key IS UNIQUE
