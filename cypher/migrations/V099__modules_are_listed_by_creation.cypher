// Modules are listed in the order of their creation.
CREATE INDEX module_created_at IF NOT EXISTS
FOR (m:Module) ON (m.createdAt, m.key)
