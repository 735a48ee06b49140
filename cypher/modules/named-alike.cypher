// Names that are the key or an alias of another module, in any letter case.
// @param names LIST<STRING>  key and aliases of a module
// @param key   STRING        key of that module
// @returns name STRING, other STRING
// @access read
// @example {"names": ["shop", "@scope/package"], "key": "shop"}
UNWIND $names AS name
CALL (name) {
  MATCH (m:Module {key: toLower(name)})
  RETURN m
  UNION
  MATCH (m:Module)-[:HAS_ALIAS]->(:Alias {folded: toLower(name)})
  RETURN m
}
WITH name, m
WHERE m.key <> $key
RETURN name, m.key AS other
ORDER BY name, other
