// A key is told by the name of who has it.
CREATE CONSTRAINT api_key_name IF NOT EXISTS
FOR (k:ApiKey) REQUIRE k.name IS UNIQUE
