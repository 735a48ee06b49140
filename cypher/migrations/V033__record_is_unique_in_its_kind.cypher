// Records of one entity are found by their id, and listed in its order, which is that of their creation.
CREATE CONSTRAINT record_id IF NOT EXISTS
FOR (r:Record) REQUIRE (r._kind, r.id) IS UNIQUE
