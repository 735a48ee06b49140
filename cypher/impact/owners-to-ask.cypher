// Owners of the modules that a change of a module affects, with their number of affected modules.
// @param key STRING key of the module
// @returns owner STRING, modules INTEGER
// @access read
// @grows with the modules that depend on it directly or indirectly
// @example {"key": "crm"}
MATCH (:Module {key: $key})<-[:DEPENDS_ON*1..]-(d:Module)
WITH DISTINCT d
RETURN coalesce(d.owner, '(nobody)') AS owner, count(*) AS modules
ORDER BY modules DESC, owner
