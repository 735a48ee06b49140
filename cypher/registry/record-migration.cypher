// Records an applied migration.
// @param version  STRING  such as V001
// @param name     STRING  the rest of the file's name
// @param checksum STRING  SHA-256 of the file, hexadecimal
// @returns version STRING
// @access write
// @example {"version": "V999", "name": "example", "checksum": "00"}
MERGE (step:Migration {version: $version})
ON CREATE SET step.name = $name, step.checksum = $checksum, step.at = datetime()
RETURN step.version AS version
