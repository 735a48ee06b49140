// Modules of a status are found, and listed in its order.
CREATE INDEX module_status IF NOT EXISTS
FOR (m:Module) ON (m.status, m.key)
