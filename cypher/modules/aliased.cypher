// Keys of the modules with these aliases, in any letter case, or ids.
// @param names LIST<STRING>  aliases or ids
// @returns name STRING, key STRING
// @access read
// @example {"names": ["@scope/package", "none"]}
UNWIND $names AS name
CALL (name) {
  MATCH (m:Module)-[:HAS_ALIAS]->(:Alias {folded: toLower(name)})
  RETURN m
  UNION
  MATCH (m:Module {id: name})
  RETURN m
}
RETURN name, m.key AS key
ORDER BY name
