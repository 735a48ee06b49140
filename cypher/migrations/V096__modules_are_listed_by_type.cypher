// Modules of a type are found, and listed in its order.
CREATE INDEX module_type IF NOT EXISTS
FOR (m:Module) ON (m.type, m.key)
