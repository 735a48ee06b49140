// Modules of an owner are found by its name.
CREATE INDEX module_owner IF NOT EXISTS
FOR (m:Module) ON (m.owner)
