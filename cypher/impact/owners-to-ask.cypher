// Whose modules a change of a module affects in the end, and how many.
// @param key STRING key of the module
// @returns owner STRING, modules INTEGER
// @access read
// @grows with the modules that depend on it in the end
// @example {"key": "crm"}
MATCH (:Module {key: $key})<-[:MODULE_DEPENDS_ON*1..]-(d:Module)
WITH DISTINCT d
RETURN coalesce(d.owner, '(nobody)') AS owner, count(*) AS modules
ORDER BY modules DESC, owner
