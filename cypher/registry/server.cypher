// Which Neo4j answers, and its version.
// @returns name, version
// @access read
// @example {}
CALL dbms.components() YIELD name, versions
WHERE name = 'Neo4j Kernel'
RETURN name, versions[0] AS version
