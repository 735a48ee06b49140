// Modules of an owner in another role are found by its name.
CREATE INDEX owner_name IF NOT EXISTS
FOR (o:Owner) ON (o.name)
