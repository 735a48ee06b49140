import type { Entity, Field } from './entities.contract.ts'
import { own } from '../../kernel/json.ts'
import { schemaValidator } from '../../kernel/schema-validator.ts'
import { decimalsOf, entitySchema, optionValues } from './json-schema.ts'

interface Tried {
  /** Validation errors of the example, with their paths. */
  errors: string[]
  /** Fields for which no example value can be generated. */
  untried: string[]
}

/** Generates an example record of an entity and validates it against the entity's schema. Pure. */
export function tryExample(entity: Pick<Entity, 'label' | 'description' | 'fields'>): Tried {
  const untried = entity.fields.filter(isUnthinkable).map(({ name }) => name)
  const fields = entity.fields.filter(({ name }) => !untried.includes(name))
  const schema = entitySchema(entity)
  const required = schema.required.filter((name) => !untried.includes(name))
  const fits = schemaValidator().compile({ ...schema, required })
  if (fits(exampleRecord(fields))) return { errors: [], untried }
  return { errors: fits.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`), untried }
}

/** An example value for each field, which may not match the field's pattern. Pure. */
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
  const { minimum, maximum, multipleOf, minItems, maxItems } = validation as Record<string, number | undefined>
  if (preset !== undefined) return preset
  if (type === 'boolean') return true
  if (type === 'json') return {}
  if (type === 'select') return optionValues(field)[0]
  if (type === 'multiselect')
    return optionValues(field).slice(0, Math.min(maxItems ?? Infinity, Math.max(minItems ?? 1, 1)))
  if (type === 'integer' || type === 'number' || type === 'currency') {
    const least = minimum ?? Math.min(1, maximum ?? 1)
    const step = multipleOf ?? (type === 'integer' ? 1 : type === 'currency' ? 10 ** -decimalsOf(field) : undefined)
    // Rounded, since products of floating-point numbers are inexact.
    return step === undefined ? least : Number((Math.ceil(least / step - 1e-9) * step).toPrecision(15))
  }
  return sized(own(formats, String(validation.format)) ?? ofType[type] ?? 'Example', validation)
}

const longest = 20_000
function sized(text: string, { minLength = 0, maxLength = longest }: { minLength?: unknown; maxLength?: unknown }) {
  return text.padEnd(Math.min(Number(minLength), longest), 'x').slice(0, Number(maxLength))
}
