// The newest changes of one kind, such as those of health, are found without looking at all others.
CREATE INDEX revision_kind IF NOT EXISTS
FOR (entry:Revision) ON (entry.kind, entry.number)
