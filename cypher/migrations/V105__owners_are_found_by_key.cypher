// Modules of an owner are found by its key.
CREATE INDEX owner_key IF NOT EXISTS
FOR (o:Owner) ON (o.key)
