import { _, str, type FuncKeywordDefinition, type Options } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { isSameJson } from './json.ts'
import { metaSchemaAt } from './meta-schemas.ts'
import { isMultipleOf } from './numbers.ts'
import { withRe2 } from './patterns.ts'

/**
 * Creates a JSON Schema 2020-12 validator for untrusted schemas and values: members and formats may have names that
 * every object inherits (toString, valueOf), and patterns run without backtracking. Create one for each schema: Ajv keeps
 * what it has compiled.
 */
export function schemaValidator({ code, ...options }: Options = {}): Ajv2020 {
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    ownProperties: true,
    logger: false,
    code: { ...code, regExp: withRe2 },
    ...options,
  })
  addFormats.default(ajv)
  Object.setPrototypeOf(ajv.formats, null)
  // Ajv's own keywords would call a member named valueOf or toString, and divide doubles.
  ajv.addKeyword(ofMetaSchema)
  for (const keyword of comparing) ajv.removeKeyword(String(keyword.keyword)).addKeyword(keyword)
  return ajv
}

/**
 * A copy whose objects inherit nothing: otherwise Ajv finds the inherited function instead of undefined and does not fill
 * in the default of a member of that name.
 */
export function withoutPrototypes<Value>(value: Value): Value
export function withoutPrototypes(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => withoutPrototypes<unknown>(item))
  const copy = Object.create(null) as Record<string, unknown>
  for (const [name, member] of Object.entries(value)) copy[name] = withoutPrototypes<unknown>(member)
  return copy
}

/** What `$ref` to a meta-schema has become in `upgradedSchema`: the value is a schema itself. */
const ofMetaSchema: FuncKeywordDefinition = {
  keyword: 'metaSchema',
  schemaType: 'string',
  compile: (uri: string) => {
    const fits = metaSchemaAt(uri)
    return (value: unknown) => fits?.(value) === true
  },
  error: { message: ({ schemaCode }) => str`must be a schema of ${schemaCode}` },
}

const comparing: FuncKeywordDefinition[] = [
  {
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    compile: (divisor: number) => (value: number) => isMultipleOf(value, divisor),
    error: { message: ({ schemaCode }) => str`must be multiple of ${schemaCode}` },
  },
  {
    keyword: 'const',
    compile: (constant: unknown) => (value: unknown) => isSameJson(value, constant),
    error: { message: 'must be equal to constant' },
  },
  {
    keyword: 'enum',
    schemaType: 'array',
    compile: (allowed: unknown[]) => (value: unknown) => allowed.some((one) => isSameJson(value, one)),
    error: {
      message: 'must be equal to one of the allowed values',
      params: ({ schemaCode }) => _`{allowedValues: ${schemaCode}}`,
    },
  },
  {
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    compile: (isOn: boolean) => (items: unknown[]) => !isOn || areDistinct(items),
    error: { message: 'must NOT have duplicate items' },
  },
]

function areDistinct(items: unknown[]): boolean {
  const isPlain = (item: unknown) => typeof item !== 'object' || item === null
  const plain = items.filter(isPlain)
  const others = items.filter((item) => !isPlain(item))
  return (
    new Set(plain).size === plain.length &&
    others.every((item, index) => !others.slice(0, index).some((earlier) => isSameJson(item, earlier)))
  )
}
