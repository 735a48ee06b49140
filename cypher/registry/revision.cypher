// The number of the registry's last change, and the id that this change alone has, also after a backup was restored.
// @returns revision INTEGER, operation STRING?, modules INTEGER
// @access read
// @example {}
MATCH (registry:Registry {id: 'registry'})
OPTIONAL MATCH (revision:Revision {number: registry.revision})
RETURN registry.revision AS revision, revision.operation AS operation, COUNT { (:Module) } AS modules
