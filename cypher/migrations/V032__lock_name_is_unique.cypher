// What only one process at a time may do has one node that is written first.
CREATE CONSTRAINT lock_name IF NOT EXISTS
FOR (l:Lock) REQUIRE l.name IS UNIQUE
