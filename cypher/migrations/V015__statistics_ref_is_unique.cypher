// A module and each of its entities have one set of current statistics.
CREATE CONSTRAINT statistics_ref IF NOT EXISTS
FOR (s:Statistics) REQUIRE s.ref IS UNIQUE
