export type Json = Record<string, unknown>
export const isObject = (given: unknown): given is Json =>
  typeof given === 'object' && given !== null && !Array.isArray(given)

export type Draft = 4 | 6 | 7 | 2019 | 2020

/** The meta-schema of each draft, as `$schema` names it. */
export const metaSchemas: Record<Draft, string> = {
  4: 'http://json-schema.org/draft-04/schema#',
  6: 'http://json-schema.org/draft-06/schema#',
  7: 'http://json-schema.org/draft-07/schema#',
  2019: 'https://json-schema.org/draft/2019-09/schema',
  2020: 'https://json-schema.org/draft/2020-12/schema',
}
const bare = (uri: string) => uri.replace(/^https?:\/\//, '').replace(/#$/, '')
const drafts = new Map(Object.entries(metaSchemas).map(([draft, uri]) => [bare(uri), Number(draft) as Draft]))

/** The draft of a meta-schema; undefined if it is of none that is supported. */
export const draftNamed = (uri: unknown): Draft | undefined =>
  typeof uri === 'string' ? drafts.get(bare(uri)) : undefined

/** The draft that a schema names in `$schema`, 2020-12 without one. */
export const draftOf = ({ $schema }: Json): Draft | undefined => ($schema === undefined ? 2020 : draftNamed($schema))

type Kind = 'one' | 'list' | 'map'

/** Keywords that hold schemas. Those that apply to the same value again are `inPlace`; the others apply to a part of it. */
const keywords: Record<string, { kind: Kind; inPlace?: true }> = {
  items: { kind: 'one' },
  additionalItems: { kind: 'one' },
  contains: { kind: 'one' },
  prefixItems: { kind: 'list' },
  additionalProperties: { kind: 'one' },
  propertyNames: { kind: 'one' },
  unevaluatedItems: { kind: 'one' },
  unevaluatedProperties: { kind: 'one' },
  contentSchema: { kind: 'one' },
  properties: { kind: 'map' },
  patternProperties: { kind: 'map' },
  $defs: { kind: 'map' },
  definitions: { kind: 'map' },
  allOf: { kind: 'list', inPlace: true },
  anyOf: { kind: 'list', inPlace: true },
  oneOf: { kind: 'list', inPlace: true },
  not: { kind: 'one', inPlace: true },
  if: { kind: 'one', inPlace: true },
  then: { kind: 'one', inPlace: true },
  else: { kind: 'one', inPlace: true },
  dependentSchemas: { kind: 'map', inPlace: true },
  dependencies: { kind: 'map', inPlace: true },
}
export const holdsSchemas = (keyword: string): boolean => Object.hasOwn(keywords, keyword)

/** Keywords that say something about a schema, and judge nothing. */
export const annotations = ['title', 'description', 'default', 'examples', 'deprecated', 'readOnly', 'writeOnly']
export const assertions = [
  'type',
  'enum',
  'const',
  'required',
  'dependentRequired',
  'uniqueItems',
  'pattern',
  'format',
  'multipleOf',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minContains',
  'maxContains',
  'minProperties',
  'maxProperties',
  'contentEncoding',
  'contentMediaType',
]

export const isSchema = (given: unknown): given is Json | boolean => isObject(given) || typeof given === 'boolean'

/**
 * What a keyword holds, with each schema in it replaced; undefined where it holds none, as a keyword may that its draft does not know.
 * @param map with the path from the keyword to the schema
 */
export function mapSchemas(
  keyword: string,
  given: unknown,
  map: (schema: Json | boolean, path: string[]) => unknown,
): unknown {
  const { kind } = keywords[keyword]!
  if (kind === 'map') {
    const mapped = (name: string, member: unknown) => {
      if (isSchema(member)) return [[name, map(member, [name])]]
      return keyword === 'dependencies' && Array.isArray(member) ? [[name, member]] : []
    }
    return isObject(given)
      ? Object.fromEntries(Object.entries(given).flatMap(([name, member]) => mapped(name, member)))
      : undefined
  }
  // Up to 2019-09 a list of items is what prefixItems is now.
  if (Array.isArray(given) && (kind === 'list' || keyword === 'items'))
    return given.every(isSchema) ? given.map((member, index) => map(member, [String(index)])) : undefined
  return kind === 'one' && isSchema(given) ? map(given, []) : undefined
}

interface Inner {
  /** From the outer schema to it. */
  path: string[]
  schema: Json | boolean
  inPlace: boolean
}

/** The schemas directly inside a schema of any draft, which may still be wrong in form. */
export function innerSchemas(outer: unknown): Inner[] {
  const found: Inner[] = []
  for (const [keyword, given] of Object.entries(isObject(outer) ? outer : {})) {
    if (!holdsSchemas(keyword)) continue
    const { inPlace = false } = keywords[keyword]!
    mapSchemas(keyword, given, (schema, path) => found.push({ path: [keyword, ...path], schema, inPlace }))
  }
  return found
}
