// An alias leads to one module, in any letter case.
CREATE CONSTRAINT alias_folded IF NOT EXISTS
FOR (a:Alias) REQUIRE a.folded IS UNIQUE
