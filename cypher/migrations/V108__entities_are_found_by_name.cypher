// Modules with an entity are found by its name.
CREATE INDEX entity_name IF NOT EXISTS
FOR (e:Entity) ON (e.name)
