// What waits for a module or part is found when that arrives.
CREATE INDEX pending_relationship_target IF NOT EXISTS
FOR (p:PendingRelationship) ON (p.target)
