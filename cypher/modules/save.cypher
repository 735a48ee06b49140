// Creates or updates modules with their aliases and their links to owners, which must exist.
// @param rows LIST<MAP>  ref, owners {owner, role}, properties
// @returns saved INTEGER
// @access write
// @example {"rows": [{"ref": "module:example", "owners": [{"owner": "sales", "role": "owner"}], "properties": {"ref": "module:example", "key": "example", "name": "Example", "aliases": ["@scope/example"]}}]}
CALL () {
  // Of all rows first: an alias may move from one module to another.
  UNWIND $rows AS row
  MATCH (:RegistryNode {ref: row.ref})-[:HAS_ALIAS]->(old:Alias)
  DETACH DELETE old
}
CALL () {
  UNWIND $rows AS row
  MATCH (:RegistryNode {ref: row.ref})<-[old:OWNS]-()
  DELETE old
}
UNWIND $rows AS row
MERGE (m:RegistryNode {ref: row.ref})
SET m:Module, m = row.properties
WITH m, row
CALL (m, row) {
  UNWIND row.properties.aliases AS alias
  CREATE (m)-[:HAS_ALIAS]->(:Alias {name: alias, folded: toLower(alias)})
}
CALL (m, row) {
  UNWIND row.owners AS owned
  MATCH (o:Owner {ref: 'owner:' + owned.owner})
  CREATE (o)-[:OWNS {role: owned.role}]->(m)
}
RETURN count(*) AS saved
