// Keys of the modules that have entities, and so may have records.
// @returns keys LIST<STRING>
// @access read
// @example {}
MATCH (m:Module)-[:HAS_STATISTICS]->(numbers:Statistics)
WHERE numbers.entity IS NOT NULL
WITH DISTINCT m.key AS key
ORDER BY key
RETURN collect(key) AS keys
