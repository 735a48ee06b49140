// Changes of relationships are found by the module at their target.
CREATE INDEX change_target IF NOT EXISTS
FOR (change:Change) ON (change.target)
