// Lists are filtered by status.
CREATE INDEX module_status IF NOT EXISTS
FOR (m:Module) ON (m.status)
