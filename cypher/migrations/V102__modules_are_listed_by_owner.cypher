// Modules are listed in the order of their owners.
CREATE INDEX module_sorted_owner IF NOT EXISTS
FOR (m:Module) ON (m.sortedOwner, m.key)
