// Modules by number of direct dependents, most first, paginated.
// @param afterDirect INTEGER?  number of direct dependents of the last module of the previous page; null for the first page
// @param afterRef    STRING?   its ref
// @param limit       INTEGER   maximum number of rows
// @returns total INTEGER, items LIST<{ref STRING, name STRING, direct INTEGER}>
// @access read
// @grows with the modules and relationships that it visits, each once
// @example {"afterDirect": null, "afterRef": null, "limit": 50}
RETURN
  COUNT {
    MATCH (m:Module)
    WHERE EXISTS { (m)<-[:DEPENDS_ON]-(:Module) }
  } AS total,
  COLLECT {
    MATCH (m:Module)
    WITH m, m.ref AS ref, COUNT { (m)<-[:DEPENDS_ON]-(:Module) } AS direct
    WHERE direct > 0 AND ($afterDirect IS NULL OR direct < $afterDirect OR (direct = $afterDirect AND ref > $afterRef))
    ORDER BY direct DESC, ref
    LIMIT $limit
    RETURN {ref: ref, name: m.name, direct: direct}
  } AS items
