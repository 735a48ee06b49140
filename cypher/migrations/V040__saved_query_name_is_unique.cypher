// A person's query is found by its name, which is an address as well.
CREATE CONSTRAINT saved_query_name IF NOT EXISTS
FOR (q:SavedQuery) REQUIRE q.name IS UNIQUE
