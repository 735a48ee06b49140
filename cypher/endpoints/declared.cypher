// Endpoints that modules declare for a path, those of one method first; a parameter in braces stands for any text.
// @param path   STRING  path of a request
// @param method STRING  method of the request
// @returns module STRING, homepage STRING?, method Method, path STRING, served LIST<STRING>
// @access read
// @example {"path": "/crm/orders/1", "method": "GET"}
WITH split($path, '/') AS asked
UNWIND [$path, '/' + asked[1] + '/', '/{'] AS beginning
MATCH (p:Endpoint)<-[:HAS_ENDPOINT]-(m:Module)
WHERE p.path STARTS WITH beginning
WITH DISTINCT p, m, asked, split(p.path, '/') AS declared
WHERE size(declared) = size(asked)
  AND all(i IN range(0, size(asked) - 1) WHERE CASE
    WHEN declared[i] CONTAINS '{'
      THEN asked[i] <> ''
        AND asked[i] STARTS WITH split(declared[i], '{')[0]
        AND asked[i] ENDS WITH last(split(declared[i], '}'))
    ELSE declared[i] = asked[i]
  END)
RETURN
  m.key AS module,
  m.homepage AS homepage,
  p.method AS method,
  p.path AS path,
  CASE
    WHEN m.status = 'inactive' THEN []
    ELSE [(m)-[:HAS_ENTITY]->(e:Entity) WHERE e.path STARTS WITH m.apiBasePath + '/' AND NOT e.path CONTAINS '{' | e.path]
  END AS served
ORDER BY method <> $method, path CONTAINS '{', module, path
LIMIT 100
