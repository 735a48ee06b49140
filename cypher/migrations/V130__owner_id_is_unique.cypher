// An owner is found by its id as well as by its ref.
CREATE CONSTRAINT owner_id IF NOT EXISTS
FOR (o:Owner) REQUIRE o.id IS UNIQUE
