// Records an applied migration.
// @param version  STRING  version, such as V001
// @param name     STRING  name of the file without the version
// @param checksum STRING  SHA-256 of the file, hexadecimal
// @returns version STRING
// @access write
// @example {"version": "V999", "name": "example", "checksum": "00"}
MERGE (step:Migration {version: $version})
ON CREATE SET step.name = $name, step.checksum = $checksum, step.at = datetime()
RETURN step.version AS version
