// Owners with their number of modules, by name, paginated; modules without an owner come first.
// @param after STRING?  owner of the last row of the previous page, empty for none; null for the first page
// @param limit INTEGER  maximum number of rows
// @returns revision INTEGER, total INTEGER, items LIST<{owner STRING?, modules INTEGER, key STRING?, kind OwnerKind?}>
// @access read
// @example {"after": null, "limit": 50}
MATCH (registry:Registry {id: 'registry'})
CALL () {
  CALL () {
    MATCH (m:Module)
    WHERE m.owner IS NULL
    WITH count(m) AS modules
    WHERE modules > 0
    RETURN {owner: null, modules: modules, key: null, kind: null} AS one
    UNION ALL
    MATCH (o:Owner)
    RETURN {owner: o.name, modules: COUNT { MATCH (o)-[:OWNS]->(m) RETURN DISTINCT m }, key: o.key, kind: o.kind} AS one
  }
  WITH one
  ORDER BY coalesce(one.owner, '')
  RETURN collect(one) AS owners
}
RETURN
  registry.revision AS revision,
  size(owners) AS total,
  [one IN owners WHERE $after IS NULL OR coalesce(one.owner, '') > $after][..$limit] AS items
