// Creates an API key, unless its name is taken.
// @param name       STRING  name of the holder
// @param properties MAP     the key, with its digest
// @returns saved STRING
// @access write
// @example {"name": "planner", "properties": {"id": "1", "name": "planner", "role": "viewer", "digest": "0"}}
MERGE (k:ApiKey {name: $name})
ON CREATE SET k += $properties
WITH k
WHERE k.id = $properties.id
RETURN k.id AS saved
