// Whether no module is registered.
// @returns empty BOOLEAN
// @access read
// @example {}
RETURN NOT EXISTS { (:Module) } AS empty
