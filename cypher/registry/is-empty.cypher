// Whether no module is registered.
// @returns empty
// @access read
// @example {}
RETURN NOT EXISTS { (:Module) } AS empty
