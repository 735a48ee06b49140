// Each relationship that waits for a module is found by its id.
CREATE CONSTRAINT pending_relationship_id IF NOT EXISTS
FOR (p:PendingRelationship) REQUIRE p.id IS UNIQUE
