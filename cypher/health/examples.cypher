// Modules that came with example data: those with its tag, or with a health that is still example data.
// @param tag STRING  tag of modules with example data
// @returns key STRING
// @access read
// @grows with the modules
// @example {"tag": "example-data"}
MATCH (m:Module)
WHERE $tag IN m.tags OR EXISTS { (m)-[:HAS_HEALTH]->(:HealthState {example: true}) }
RETURN m.key AS key
ORDER BY key
