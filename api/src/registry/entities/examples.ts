import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Entity, Field } from './entities.contract.ts'
import { withRe2 } from '../../kernel/patterns.ts'
import { entitySchema, optionValues } from './json-schema.ts'

interface Tried {
  /** Errors of the example, with their places. */
  errors: string[]
  /** Fields without an example value. */
  untried: string[]
}

/** Makes a record as the fields of an entity describe it, and validates it against the entity's own schema. Pure. */
export function tryExample(entity: Pick<Entity, 'label' | 'description' | 'fields'>): Tried {
  const untried = entity.fields.filter(isUnthinkable).map(({ name }) => name)
  const fields = entity.fields.filter(({ name }) => !untried.includes(name))
  const schema = entitySchema(entity)
  const required = schema.required.filter((name) => !untried.includes(name))
  // A schema of its own each time: what ajv has compiled it keeps.
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false, code: { regExp: withRe2 } })
  addFormats.default(ajv)
  const fits = ajv.compile({ ...schema, required })
  if (fits(exampleRecord(fields))) return { errors: [], untried }
  return { errors: fits.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`), untried }
}

/** A value for each of these fields, whether or not one can be thought of that fits its pattern. Pure. */
export const exampleRecord = (fields: Field[]): Record<string, unknown> =>
  Object.fromEntries(fields.map((field) => [field.name, exampleOf(field)]))

const formats: Record<string, string> = {
  date: '2026-01-31',
  'date-time': '2026-01-31T12:00:00Z',
  time: '12:00:00Z',
  email: 'someone@example.org',
  uri: 'https://example.org/',
  uuid: '0199a5e0-0000-7000-8000-000000000000',
  hostname: 'example.org',
  ipv4: '192.0.2.1',
}
const ofType: Partial<Record<Field['type'], string>> = {
  date: formats.date,
  datetime: formats['date-time'],
  email: formats.email,
  url: formats.uri,
  phone: '+41 44 000 00 00',
  relation: formats.uuid,
}

const isUnthinkable = ({ default: preset, validation: { pattern, format } = {} }: Field): boolean =>
  preset === undefined && (pattern !== undefined || (format !== undefined && !Object.hasOwn(formats, String(format))))

function exampleOf(field: Field): unknown {
  const { type, default: preset, validation = {} } = field
  const { minimum, maximum, minItems, maxItems } = validation as Record<string, number | undefined>
  if (preset !== undefined) return preset
  if (type === 'boolean') return true
  if (type === 'json') return {}
  if (type === 'select') return optionValues(field)[0]
  if (type === 'multiselect')
    return optionValues(field).slice(0, Math.min(maxItems ?? Infinity, Math.max(minItems ?? 1, 1)))
  if (type === 'integer') return Math.ceil(minimum ?? Math.min(1, maximum ?? 1))
  if (type === 'number' || type === 'currency') return minimum ?? Math.min(1, maximum ?? 1)
  return sized(formats[String(validation.format)] ?? ofType[type] ?? 'Example', validation)
}

const longest = 20_000
function sized(text: string, { minLength = 0, maxLength = longest }: { minLength?: unknown; maxLength?: unknown }) {
  return text.padEnd(Math.min(Number(minLength), longest), 'x').slice(0, Number(maxLength))
}
