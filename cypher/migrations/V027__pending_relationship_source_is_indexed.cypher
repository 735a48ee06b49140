// An integration is kept from the lesser ref to the greater, so that its source can be what it waits for.
CREATE INDEX pending_relationship_source IF NOT EXISTS
FOR (p:PendingRelationship) ON (p.source)
