// Modules are listed in the order of their last update.
CREATE INDEX module_updated_at IF NOT EXISTS
FOR (m:Module) ON (m.updatedAt, m.key)
