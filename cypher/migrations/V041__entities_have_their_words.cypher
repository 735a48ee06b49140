// The words of an entity's name and of its fields, for the full text; entities that are written later bring them.
MATCH (e:Entity)
WHERE e.words IS NULL
SET e.words = reduce(
  words = '',
  part IN [e.name] + [piece IN split(coalesce(e.fields, '[]'), '"name":"')[1..] | split(piece, '"')[0]] |
  words + ' ' + part + reduce(spaced = ' ', sign IN split(part, '') | spaced + CASE WHEN sign >= 'A' AND sign <= 'Z' THEN ' ' ELSE '' END + sign)
)
