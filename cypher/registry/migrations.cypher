// Migrations that this database has recorded.
// @returns version STRING, name STRING, checksum STRING, at DATETIME
// @access read
// @example {}
MATCH (step:Migration)
RETURN step.version AS version, step.name AS name, step.checksum AS checksum, step.at AS at
ORDER BY version
