// Language models with the number of modules that they generated and the number of reviewed ones.
// @returns model STRING, modules INTEGER, reviewed INTEGER
// @access read
// @grows with the modules
// @example {}
MATCH (m:Module)
WHERE m.aiModel IS NOT NULL
RETURN m.aiModel AS model, count(*) AS modules, count(m.reviewedBy) AS reviewed
ORDER BY modules DESC, model
