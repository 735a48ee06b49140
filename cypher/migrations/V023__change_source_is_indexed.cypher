// Changes of relationships are found by the module at their source.
CREATE INDEX change_source IF NOT EXISTS
FOR (change:Change) ON (change.source)
