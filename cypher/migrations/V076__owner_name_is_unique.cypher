// Writing the name of an owner links to one owner, in any letter case.
CREATE CONSTRAINT owner_folded IF NOT EXISTS
FOR (o:Owner) REQUIRE o.folded IS UNIQUE
