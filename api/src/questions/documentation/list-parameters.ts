import type { Entity, Field } from '../../registry/entities/entities.contract.ts'
import { optionValues } from '../../registry/entities/json-schema.ts'
import { isOrdered, isSortable } from '../../runtime/hosting/field-values.ts'
import { plainNamePattern } from '../../kernel/text.ts'
import type { Schema } from './schemas.ts'

const number = { type: 'number' }
const text = { type: 'string', maxLength: 500 }
const moment = { type: 'string', format: 'date-time' }

const asked: Partial<Record<Field['type'], (field: Field) => Schema>> = {
  number: () => number,
  currency: () => number,
  integer: () => ({ ...number, type: 'integer' }),
  boolean: () => ({ type: 'boolean' }),
  date: () => ({ type: 'string', format: 'date' }),
  datetime: () => moment,
  select: (field) => ({ type: 'string', enum: optionValues(field) }),
  multiselect: (field) => ({ type: 'string', enum: optionValues(field) }),
}

const inQuery = (name: string, schema: Schema, description: string) => ({ name, in: 'query', description, schema })
const core: Field[] = [
  { name: 'id', type: 'text' },
  { name: 'createdAt', type: 'datetime' },
  { name: 'updatedAt', type: 'datetime' },
]
const taken = ['limit', 'cursor', 'sort']

/** Query parameters of a list of records. */
export function listParameters({ fields }: Entity) {
  const all = [...core, ...fields]
  const sorts = all.filter(isSortable).flatMap(({ name }) => [name, `-${name}`])
  return [
    inQuery('limit', { type: 'integer', minimum: 1, maximum: 500, default: 50 }, 'Maximum number of items'),
    inQuery('cursor', { type: 'string', maxLength: 2_000 }, '`nextCursor` of the previous page'),
    inQuery('sort', { type: 'string', enum: sorts, default: 'id' }, 'Sort field; prefix with - for descending order'),
    ...all.filter(({ type }) => type !== 'json').flatMap(filters),
  ]
}

function filters(field: Field) {
  const name = taken.includes(field.name) ? `field.${field.name}` : field.name
  const value = asked[field.type]?.(field) ?? text
  const several = inQuery(
    name,
    { type: 'array', items: value, minItems: 1, maxItems: 20 },
    `${field.label ?? field.name}: any of these`,
  )
  if (!isOrdered(field)) return [several]
  return [several, inQuery(`${name}.min`, value, 'Minimum'), inQuery(`${name}.max`, value, 'Maximum')]
}

const inHeader = (name: string, schema: Schema, description: string, required = false) => ({
  name,
  in: 'header',
  description,
  required,
  schema,
})
export const headers = {
  ifMatch: inHeader(
    'If-Match',
    { type: 'string', pattern: String.raw`^(\*|(W/)?"[^"]*"(\s*,\s*(W/)?"[^"]*")*)$` },
    'ETag of the record as last read, or *',
    true,
  ),
  idempotencyKey: inHeader(
    'Idempotency-Key',
    { type: 'string', pattern: String.raw`^[\x21-\x7e]{1,200}$` },
    'Idempotency key: a repeated request gets the answer of the first',
  ),
  actor: inHeader(
    'X-Actor',
    { type: 'string', minLength: 1, maxLength: 100, pattern: plainNamePattern },
    'Name of the actor, for the change log',
  ),
}
