/** A JSON Schema 2020-12 as somebody wrote it for a configuration. */
export type ValueSchema = boolean | Record<string, unknown>
type Known = Record<string, unknown>

export type ValueKind = 'text' | 'long' | 'secret' | 'number' | 'choice' | 'list' | 'group' | 'json'

export interface Described {
  kind: ValueKind
  /** With what it refers to in its place. */
  schema: Known
  /** Whether nothing may stand there, as null. */
  isNullable: boolean
}

const mostSteps = 32
const longText = 200

/** A schema with what it refers to within `root`; a loop, and what leads elsewhere, ends where it is. */
function resolved(schema: ValueSchema, root: ValueSchema): Known {
  let at: Known = typeof schema === 'object' ? schema : {}
  for (let step = 0; step < mostSteps && typeof at.$ref === 'string'; step++) {
    const { $ref, ...beside } = at
    const found = pointedAt(root, String($ref))
    if (typeof found !== 'object') return beside
    at = { ...found, ...beside }
  }
  return at
}

function pointedAt(root: ValueSchema, ref: string): ValueSchema | undefined {
  if (!ref.startsWith('#')) return undefined
  return stepsOf(decodeURIComponent(ref.slice(1))).reduce<unknown>(
    (at, step) => (isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined),
    root,
  ) as ValueSchema | undefined
}

/** Which field takes a value; what none takes is written as JSON. */
export function described(given: ValueSchema, root: ValueSchema): Described {
  const schema = resolved(given, root)
  const types = typesOf(schema)
  const isNullable = types.includes('null')
  const [type, ...others] = types.filter((one) => one !== 'null')
  const as = (kind: ValueKind): Described => ({ kind, schema, isNullable })
  if (choicesOf(schema)) return as('choice')
  if (others.length > 0 || type === undefined || combined.some((keyword) => keyword in schema)) return as('json')
  if (type === 'boolean') return as('choice')
  if (type === 'integer' || type === 'number') return as('number')
  if (type === 'array') return as('list')
  if (type === 'object') return as('group')
  if (type !== 'string') return as('json')
  if (schema.writeOnly === true) return as('secret')
  return as(Number(schema.maxLength ?? 0) > longText ? 'long' : 'text')
}

/** Several schemas at once: which of them is meant, no field could tell. */
const combined = ['oneOf', 'anyOf', 'allOf', 'not', 'if', '$dynamicRef']

function typesOf({ type, properties, items, prefixItems }: Known): string[] {
  if (type !== undefined) return [type].flat() as string[]
  if (isObject(properties)) return ['object']
  return items !== undefined || prefixItems !== undefined ? ['array'] : []
}

/** The values to choose from, where they are counted out. */
export function choicesOf(schema: Known): { value: unknown; title: string }[] | undefined {
  const choice = (value: unknown, title: unknown = value) => ({
    value,
    title: typeof title === 'string' ? title : JSON.stringify(title),
  })
  if ('const' in schema) return [choice(schema.const)]
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => choice(value))
  for (const branches of [schema.oneOf, schema.anyOf])
    if (Array.isArray(branches) && branches.every((branch) => isObject(branch) && 'const' in branch))
      return (branches as Known[]).map((branch) => choice(branch.const, branch.title ?? branch.const))
  return schema.type === 'boolean' ? [choice(true), choice(false)] : undefined
}

/** The schema of an item of a list. */
export function itemAt({ prefixItems, items }: Known, index: number): ValueSchema {
  const named = Array.isArray(prefixItems) ? (prefixItems as ValueSchema[])[index] : undefined
  return named ?? (items as ValueSchema | undefined) ?? true
}

/** The schema of a member that is not declared by name; `false` where there may be none. */
export function memberAt({ patternProperties, additionalProperties }: Known, name: string): ValueSchema {
  if (isObject(patternProperties))
    for (const [pattern, schema] of Object.entries(patternProperties))
      if (matches(pattern, name)) return schema as ValueSchema
  return (additionalProperties as ValueSchema | undefined) ?? true
}

/** The API judges; here a pattern only leads to the field. */
function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(name)
  } catch {
    return false
  }
}

/** What a new value begins with. */
export function beginningOf(given: ValueSchema, root: ValueSchema, depth = 0): unknown {
  const { schema, kind, isNullable } = described(given, root)
  if ('default' in schema) return structuredClone(schema.default)
  if (kind === 'choice') return choicesOf(schema)![0]?.value
  if (kind === 'json' || isNullable) return null
  if (kind === 'list') return []
  if (kind === 'number') return Number(schema.minimum ?? 0)
  if (kind !== 'group') return ''
  const properties = (schema.properties ?? {}) as Record<string, ValueSchema>
  const needed = depth < mostSteps && Array.isArray(schema.required) ? (schema.required as string[]) : []
  return Object.fromEntries(
    needed.map((name) => [name, beginningOf(properties[name] ?? memberAt(schema, name), root, depth + 1)]),
  )
}

export const isObject = (value: unknown): value is Known =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is kept of a secret: it is sent back as it came, and stays. */
export const isSealed = (value: unknown): boolean => isObject(value) && '$sealed' in value

export const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
export const below = (pointer: string, step: string | number): string =>
  `${pointer}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`
