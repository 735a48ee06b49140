// Number of records of an entity that have the same values in these fields as another record; a text is the same however its letters are composed.
// @param kind   STRING        module and entity
// @param fields LIST<STRING>  names of the fields
// @returns total INTEGER
// @access read
// @example {"kind": "crm/Order", "fields": ["orderNumber"]}
MATCH (r:Record)
WHERE
  r._kind = $kind AND
  r.id > '' AND
  all(field IN $fields WHERE r[field] IS NOT NULL)
WITH [field IN $fields | CASE WHEN r[field] IS :: STRING THEN normalize(r[field]) ELSE r[field] END] AS values, count(*) AS count
WHERE count > 1
RETURN sum(count) AS total
