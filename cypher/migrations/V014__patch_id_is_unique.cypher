// A patch document is accepted once.
CREATE CONSTRAINT patch_id IF NOT EXISTS
FOR (p:Patch) REQUIRE p.patchId IS UNIQUE
