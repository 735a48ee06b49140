// Modules of a health are found, and listed in its order.
CREATE INDEX module_health IF NOT EXISTS
FOR (m:Module) ON (m.health, m.key)
