// A module by its key, id or ref; a capability or configuration by its ref.
// @param id STRING  key, id or ref
// @returns ref STRING, name STRING
// @access read
// @grows with the modules and relationships that it visits, each once
// @example {"id": "crm"}
CALL () {
  MATCH (n:Module {key: $id})
  RETURN n
  UNION
  MATCH (n:Module {id: $id})
  RETURN n
  UNION
  MATCH (n:RegistryNode {ref: $id})
  RETURN n
}
RETURN n.ref AS ref, coalesce(n.name, n.key) AS name
