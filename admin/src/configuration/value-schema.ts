import { isObject, memberOf, valueAt, type Json } from '../shared/json.ts'

/** Subschema of a configuration, JSON Schema 2020-12 with JSON pointers as references; may still be invalid. */
export type ValueSchema = boolean | Json

export type ValueKind = 'text' | 'long' | 'secret' | 'number' | 'choice' | 'list' | 'group' | 'json'

export interface Described {
  kind: ValueKind
  /** The schema with its reference resolved. */
  schema: Json
  /** Whether null is allowed. */
  isNullable: boolean
}

/** Props of a field for a value of any kind. */
export interface ValueProps {
  name: string
  schema: ValueSchema
  /** The root schema, for references. */
  root: ValueSchema
  pointer: string
  required?: boolean
  readonly?: boolean
  /** Errors by JSON pointer. */
  errors: Map<string, string>
}

/** Props of a list or group. The parent renders each part in the slot, which avoids a circular import of components. */
export type PartsProps = Omit<ValueProps, 'schema' | 'required' | 'errors'> & { schema: Json }
export interface PartSlots {
  default(part: {
    field: Pick<ValueProps, 'name' | 'schema' | 'pointer' | 'required'>
    value: unknown
    change: (now: unknown) => void
  }): unknown
}

const mostSteps = 32
const longText = 200

/** Resolves references within `root`; stops after `mostSteps` in a circular one. */
function resolved(schema: unknown, root: ValueSchema): Json {
  let at = isObject(schema) ? schema : {}
  for (let step = 0; step < mostSteps && typeof at.$ref === 'string'; step++) {
    const { $ref, ...beside } = at
    const found = pointedAt(root, String($ref))
    if (!isObject(found)) return beside
    at = { ...found, ...beside }
    if (isObject(found.properties) && isObject(beside.properties))
      at.properties = { ...found.properties, ...beside.properties }
    if (Array.isArray(found.required) && Array.isArray(beside.required))
      at.required = [...(found.required as unknown[]), ...(beside.required as unknown[])]
  }
  return at
}

const pointedAt = (root: ValueSchema, ref: string): unknown => valueAt(root, decodeURIComponent(ref.slice(1)))

/** Kind of field for a schema; `json` if no other kind fits. */
export function described(given: unknown, root: ValueSchema): Described {
  const schema = resolved(given, root)
  const types = typesOf(schema)
  const isNullable = types.includes('null')
  const [type, ...others] = types.filter((one) => one !== 'null')
  const as = (kind: ValueKind): Described => ({ kind, schema, isNullable })
  if (choicesOf(schema)) return as('choice')
  if (others.length > 0 || type === undefined) return as('json')
  // In a combined schema, the members may be declared in branches, which fields cannot represent.
  if (type === 'object') return as(isObject(schema.properties) || !isCombined(schema) ? 'group' : 'json')
  if (type === 'array') return as(isCombined(schema) ? 'json' : 'list')
  if (type !== 'string' && type !== 'integer' && type !== 'number') return as('json')
  if (schema.writeOnly === true) return as('secret')
  if (type !== 'string') return as('number')
  return as(Number(schema.maxLength ?? 0) > longText ? 'long' : 'text')
}

const combining = ['oneOf', 'anyOf', 'allOf', 'not', 'if']
const isCombined = (schema: Json) => combining.some((keyword) => keyword in schema)

export function typesOf({ type, properties, items, prefixItems }: Json): string[] {
  if (type !== undefined) return [type].flat().map(String)
  if (isObject(properties)) return ['object']
  return items !== undefined || prefixItems !== undefined ? ['array'] : []
}

/** The choices of a schema that enumerates its values; undefined for others. */
export function choicesOf(schema: Json): { value: unknown; title: string }[] | undefined {
  const choice = (value: unknown, title: unknown = value) => ({
    value,
    title: typeof title === 'string' ? title : JSON.stringify(title),
  })
  if ('const' in schema) return [choice(schema.const)]
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => choice(value))
  for (const branches of [schema.oneOf, schema.anyOf])
    if (Array.isArray(branches) && branches.every((branch) => isObject(branch) && 'const' in branch))
      return (branches as Json[]).map((branch) => choice(branch.const, branch.title ?? branch.const))
  const [type, ...others] = typesOf(schema).filter((one) => one !== 'null')
  return type === 'boolean' && others.length === 0 ? [choice(true), choice(false)] : undefined
}

/** Schema of a list item. */
export function itemAt({ prefixItems, items }: Json, index: number): ValueSchema {
  const named = Array.isArray(prefixItems) ? (prefixItems as ValueSchema[])[index] : undefined
  return named ?? (items as ValueSchema | undefined) ?? true
}

/** Schema of a member that is not in `properties`; `false` if none is allowed. */
export function memberAt({ patternProperties, additionalProperties }: Json, name: string): ValueSchema {
  if (isObject(patternProperties))
    for (const [pattern, schema] of Object.entries(patternProperties))
      if (matches(pattern, name)) return schema as ValueSchema
  return (additionalProperties as ValueSchema | undefined) ?? true
}

/** Patterns that may backtrack for long, which are not evaluated: they only select the field, and the API validates. */
const slow = /\)[*+{]/
function matches(pattern: string, name: string): boolean {
  if (slow.test(pattern)) return false
  for (const flags of ['u', ''])
    try {
      return new RegExp(pattern, flags).test(name.slice(0, 64))
    } catch {
      // Retry without the flag: it forbids unnecessary escapes such as \_.
    }
  return false
}

const deepest = 4

/** Initial value for a schema, with required members down to `deepest`; validation reports missing ones below. */
export function beginningOf(given: unknown, root: ValueSchema, depth = 0): unknown {
  const { schema, kind, isNullable } = described(given, root)
  if ('default' in schema) return structuredClone(schema.default)
  if (kind === 'choice') return choicesOf(schema)?.[0]?.value
  if (kind === 'list') return []
  if (kind === 'group') {
    const needed = depth < deepest && Array.isArray(schema.required) ? schema.required.map(String) : []
    return Object.fromEntries(
      needed.map((name) => [
        name,
        beginningOf(memberOf(schema.properties, name) ?? memberAt(schema, name), root, depth + 1),
      ]),
    )
  }
  if (kind === 'json' || isNullable) return null
  return typesOf(schema).includes('string') ? '' : Number(schema.minimum ?? 0)
}

/** Whether a value is the placeholder of a stored secret: sent back unchanged, it keeps the secret. */
export const isSealed = (value: unknown): boolean =>
  isObject(value) && Object.keys(value).length === 1 && typeof value.$sealed === 'string'
