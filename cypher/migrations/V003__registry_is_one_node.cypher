// The one node that orders all changes: whoever writes it first has the lock.
MERGE (registry:Registry {id: 'registry'})
ON CREATE SET registry.revision = 0, registry.createdAt = datetime()
