// Current numbers of a module and its entities; zero where nothing has been counted yet.
// @param id STRING  key or id of the module
// @returns key, revision, items
// @access read
// @example {"id": "crm"}
MATCH (registry:Registry {id: 'registry'})
MATCH (m:Module)
WHERE m.key = $id OR m.id = $id
RETURN
  m.key AS key,
  registry.revision AS revision,
  COLLECT {
    MATCH (m)-[:HAS_STATISTICS]->(numbers:Statistics)
    RETURN numbers {.*}
    ORDER BY numbers.ref
  } AS items
