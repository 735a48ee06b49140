// The number of the registry's last change.
// @returns revision, modules
// @access read
// @example {}
MATCH (registry:Registry {id: 'registry'})
RETURN registry.revision AS revision, COUNT { (:Module) } AS modules
