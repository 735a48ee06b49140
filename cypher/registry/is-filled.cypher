// Whether the records of a sample module have been written.
// @param module  STRING  key of the module
// @param patchId STRING  id of the document
// @returns filled BOOLEAN
// @access read
// @example {"module": "crm", "patchId": "crm-module-1.0.0"}
MATCH (:Module {key: $module})<-[:REGISTERED]-(:Patch {patchId: $patchId})
RETURN EXISTS { (:Lock {name: 'records of ' + $module}) } AS filled
