// Modules are listed in the order of their names without sorting all of them.
CREATE INDEX module_name IF NOT EXISTS
FOR (m:Module) ON (m.name, m.key)
