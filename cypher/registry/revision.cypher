// Current revision of the registry, and the id of its change, which is unique even after a backup was restored.
// @returns revision INTEGER, operation STRING?, modules INTEGER
// @access read
// @example {}
MATCH (registry:Registry {id: 'registry'})
OPTIONAL MATCH (revision:Revision {number: registry.revision})
RETURN registry.revision AS revision, revision.operation AS operation, COUNT { (:Module) } AS modules
