// Owners with their number of modules, by name, paginated; modules without an owner come first.
// @param after STRING?  owner of the last row of the previous page, empty for none; null for the first page
// @param limit INTEGER  maximum number of rows
// @returns revision INTEGER, total INTEGER, items LIST<{owner STRING?, modules INTEGER}>
// @access read
// @example {"after": null, "limit": 50}
MATCH (registry:Registry {id: 'registry'})
CALL () {
  MATCH (m:Module)
  WITH m.owner AS owner, count(m) AS modules
  ORDER BY coalesce(owner, '')
  RETURN collect({owner: owner, modules: modules}) AS owners
}
RETURN
  registry.revision AS revision,
  size(owners) AS total,
  [one IN owners WHERE $after IS NULL OR coalesce(one.owner, '') > $after][..$limit] AS items
