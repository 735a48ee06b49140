// Records of an entity with their values, paginated.
// @param kind  STRING   module and entity
// @param after STRING   id of the last row of the previous page; empty for the first page
// @param limit INTEGER  page size
// @returns record StoredRecord
// @access read
// @example {"kind": "crm/Order", "after": "", "limit": 1000}
MATCH (r:Record)
WHERE r._kind = $kind AND r.id > $after
WITH r
ORDER BY r._kind, r.id
LIMIT $limit
RETURN properties(r) AS record
ORDER BY record.id
