// Each minute, hour and day of a module or an entity has one set of numbers, whichever process adds to it.
CREATE CONSTRAINT sample_ref IF NOT EXISTS
FOR (s:Sample) REQUIRE s.ref IS UNIQUE
