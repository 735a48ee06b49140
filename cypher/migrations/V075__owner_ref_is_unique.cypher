// An owner is found by its ref.
CREATE CONSTRAINT owner_ref IF NOT EXISTS
FOR (o:Owner) REQUIRE o.ref IS UNIQUE
