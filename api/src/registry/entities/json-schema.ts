import { decimalPlaces } from '../../kernel/numbers.ts'
import { isVisible } from '../../kernel/text.ts'
import type { Entity, Field } from './entities.contract.ts'

type Schema = Record<string, unknown>

/** Option values of a select or multiselect field. */
export const optionValues = ({ options = [] }: Field): string[] =>
  options.map((option) => (typeof option === 'string' ? option : option.value))

/** Types whose values are single-line text without invisible characters (`isPlainName`). */
export const oneLine: Field['type'][] = ['text', 'email', 'url', 'phone', 'relation']

/** Each field type as JSON Schema 2020-12. */
const schemas: Record<Field['type'], (field: Field) => Schema> = {
  text: () => ({ type: 'string', maxLength: 500 }),
  textarea: () => ({ type: 'string', maxLength: 20_000 }),
  number: () => ({ type: 'number' }),
  integer: () => ({ type: 'integer' }),
  // Not multipleOf: most validators divide floating-point numbers and refuse 19.99 as a multiple of 0.01.
  currency: (field) => ({ type: 'number', 'x-decimals': decimalsOf(field) }),
  boolean: () => ({ type: 'boolean' }),
  date: () => ({ type: 'string', format: 'date' }),
  datetime: () => ({ type: 'string', format: 'date-time' }),
  email: () => ({ type: 'string', format: 'email', maxLength: 2_000 }),
  url: () => ({ type: 'string', format: 'uri', maxLength: 2_000 }),
  phone: () => ({ type: 'string', maxLength: 50 }),
  select: (field) => ({ type: 'string', enum: optionValues(field) }),
  multiselect: (field) => ({ type: 'array', items: { type: 'string', enum: optionValues(field) }, uniqueItems: true }),
  relation: ({ relationObject, relationField = 'id' }) => ({
    type: 'string',
    maxLength: 500,
    description: `${relationField} of a ${relationObject}`,
  }),
  json: () => ({}),
}

/** Maximum number of decimal places of a currency field. Decision 0043. */
export const decimalsOf = ({ decimals = 2 }: Field): number => decimals

export const hasTooManyDecimals = (field: Field, value: unknown): boolean =>
  field.type === 'currency' && typeof value === 'number' && decimalPlaces(value) > decimalsOf(field)
export const tooManyDecimals = (field: Field): string => `must have at most ${decimalsOf(field)} decimal places`

const free: Field['type'][] = ['text', 'textarea', 'phone']

/**
 * Whether a field refuses blank texts and empty lists: required fields do unless their validation allows them.
 * Decision 0042.
 */
export const mustHoldSomething = ({ type, required = false, validation = {} }: Field): boolean =>
  required &&
  ((free.includes(type) && validation.minLength !== 0) || (type === 'multiselect' && validation.minItems !== 0))

/** Whether a value is a text without visible characters or an empty list. */
export const holdsNothing = (value: unknown): boolean =>
  typeof value === 'string' ? !isVisible(value) : Array.isArray(value) && value.length === 0

function fieldSchema(field: Field): Schema {
  const { label, description, default: preset, readonly, validation } = field
  return {
    ...schemas[field.type](field),
    ...(mustHoldSomething(field) ? { [field.type === 'multiselect' ? 'minItems' : 'minLength']: 1 } : {}),
    ...(label === undefined ? {} : { title: label }),
    ...(description === undefined ? {} : { description }),
    ...(preset === undefined ? {} : { default: preset }),
    ...(readonly ? { readOnly: true } : {}),
    ...validation,
  }
}

/** JSON Schema of the records of an entity: its fields and the core fields. */
export function entitySchema({
  label,
  description,
  fields,
}: Pick<Entity, 'label' | 'description' | 'fields'>): Schema & {
  properties: Record<string, Schema>
  required: string[]
} {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: label,
    ...(description === '' ? {} : { description }),
    type: 'object',
    properties: {
      id: { type: 'string', readOnly: true },
      ...Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])),
      createdAt: { type: 'string', format: 'date-time', readOnly: true },
      updatedAt: { type: 'string', format: 'date-time', readOnly: true },
    },
    required: fields.filter((field) => field.required).map((field) => field.name),
    additionalProperties: false,
  }
}
