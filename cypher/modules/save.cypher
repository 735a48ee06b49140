// Creates or updates modules with their aliases.
// @param rows LIST<MAP>  ref, properties
// @returns saved INTEGER
// @access write
// @example {"rows": [{"ref": "module:example", "properties": {"ref": "module:example", "key": "example", "name": "Example", "aliases": ["@scope/example"]}}]}
CALL () {
  // Of all rows first: an alias may move from one module to another.
  UNWIND $rows AS row
  MATCH (:Module {ref: row.ref})-[:HAS_ALIAS]->(old:Alias)
  DETACH DELETE old
}
UNWIND $rows AS row
MERGE (m:RegistryNode {ref: row.ref})
SET m:Module, m = row.properties
WITH m, row
CALL (m, row) {
  UNWIND row.properties.aliases AS alias
  CREATE (m)-[:HAS_ALIAS]->(:Alias {name: alias, folded: toLower(alias)})
}
RETURN count(*) AS saved
