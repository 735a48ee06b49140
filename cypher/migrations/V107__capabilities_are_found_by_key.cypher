// Modules with a capability are found by its key.
CREATE INDEX capability_key IF NOT EXISTS
FOR (c:Capability) ON (c.key)
