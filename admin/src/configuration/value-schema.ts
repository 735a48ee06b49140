import { isObject, memberOf, valueAt, type Json } from '../shared/json.ts'

/** A part of the schema of a configuration in 2020-12, with pointers as references; nothing of it needs to be right yet. */
export type ValueSchema = boolean | Json

export type ValueKind = 'text' | 'long' | 'secret' | 'number' | 'choice' | 'list' | 'group' | 'json'

export interface Described {
  kind: ValueKind
  /** With what it refers to in its place. */
  schema: Json
  /** Whether nothing may stand there, as null. */
  isNullable: boolean
}

/** What a field of one value gets, whatever it is. */
export interface ValueProps {
  name: string
  schema: ValueSchema
  /** The whole schema, which parts of it refer to. */
  root: ValueSchema
  pointer: string
  required?: boolean
  readonly?: boolean
  /** What is wrong, by JSON pointer. */
  errors: Map<string, string>
}

/** What a list or a group gets; each of its parts is drawn by whoever draws the whole, in its slot. */
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

/** A schema with what it refers to within `root`; a loop ends where it is. */
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

/** Which field takes a value; what none takes is written as JSON. */
export function described(given: unknown, root: ValueSchema): Described {
  const schema = resolved(given, root)
  const types = typesOf(schema)
  const isNullable = types.includes('null')
  const [type, ...others] = types.filter((one) => one !== 'null')
  const as = (kind: ValueKind): Described => ({ kind, schema, isNullable })
  if (choicesOf(schema)) return as('choice')
  if (others.length > 0 || type === undefined) return as('json')
  // Where several schemas hold at once, those of its members are in branches that no field could tell.
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

/** The values to choose from, where they are counted out. */
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

/** The schema of an item of a list. */
export function itemAt({ prefixItems, items }: Json, index: number): ValueSchema {
  const named = Array.isArray(prefixItems) ? (prefixItems as ValueSchema[])[index] : undefined
  return named ?? (items as ValueSchema | undefined) ?? true
}

/** The schema of a member that is not declared by name; `false` where there may be none. */
export function memberAt({ patternProperties, additionalProperties }: Json, name: string): ValueSchema {
  if (isObject(patternProperties))
    for (const [pattern, schema] of Object.entries(patternProperties))
      if (matches(pattern, name)) return schema as ValueSchema
  return (additionalProperties as ValueSchema | undefined) ?? true
}

/** The API judges, in linear time; here a pattern only leads to the field, and one that could take long is not tried. */
const slow = /\)[*+{]/
function matches(pattern: string, name: string): boolean {
  if (slow.test(pattern)) return false
  for (const flags of ['u', ''])
    try {
      return new RegExp(pattern, flags).test(name.slice(0, 64))
    } catch {
      // Without the flag, JavaScript takes escapes that say nothing, such as \_.
    }
  return false
}

const deepest = 4

/** What a new value begins with; what is needed deeper down is asked for when it is missing. */
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

/** What is kept of a secret: it is sent back as it came, and stays. */
export const isSealed = (value: unknown): boolean =>
  isObject(value) && Object.keys(value).length === 1 && typeof value.$sealed === 'string'
