// A step is recorded once, also when two processes start at the same time.
CREATE CONSTRAINT migration_version IF NOT EXISTS
FOR (step:Migration) REQUIRE step.version IS UNIQUE
