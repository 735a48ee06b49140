// An entity is unique inside its module.
CREATE CONSTRAINT entity_ref IF NOT EXISTS
FOR (e:Entity) REQUIRE e.ref IS UNIQUE
