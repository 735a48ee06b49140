// Refs that a misspelt one may have meant, those of modules also by alias: with the same beginning and nearly the same length.
// @param prefix  STRING   what they begin with, such as module: or capability:crm/
// @param letters INTEGER  length of the misspelt ref
// @returns ref STRING
// @access read
// @grows with the modules, or with the parts of one
// @example {"prefix": "module:", "letters": 10}
CALL () {
  MATCH (n:RegistryNode)
  WHERE n.ref STARTS WITH $prefix
  RETURN n.ref AS ref
  UNION ALL
  MATCH (n:Entity)
  WHERE n.ref STARTS WITH $prefix
  RETURN n.ref AS ref
  UNION ALL
  MATCH (n:Endpoint)
  WHERE n.ref STARTS WITH $prefix
  RETURN n.ref AS ref
  UNION ALL
  MATCH (o:Owner)
  WHERE o.ref STARTS WITH $prefix
  RETURN o.ref AS ref
  UNION ALL
  MATCH (a:Alias)
  WHERE $prefix = 'module:'
  RETURN $prefix + a.name AS ref
}
WITH ref
WHERE size(ref) >= $letters - 3 AND size(ref) <= $letters + 3
RETURN ref
ORDER BY ref
LIMIT 10000
