import { z } from 'zod'
import type { Field } from '../../registry/entities/entities.contract.ts'
import { optionValues } from '../../registry/entities/json-schema.ts'
import { instant, utcOf } from '../../kernel/times.ts'

export type Values = Record<string, unknown>

/** Fields with few or short values, by which records are looked for. */
export const isIndexed = ({ type }: Field): boolean =>
  ['select', 'relation', 'boolean', 'date', 'datetime'].includes(type)

/** A value as the graph keeps it: no nested maps, and times in UTC, so that their texts are in order. */
export function toStored({ type }: Field, value: unknown): unknown {
  if (type === 'json') return JSON.stringify(value)
  return type === 'datetime' ? utcOf(String(value))! : value
}

/** @throws SyntaxError when somebody else has written there what the registry never does */
export const fromStored = ({ type }: Field, value: unknown): unknown =>
  type === 'json' ? JSON.parse(String(value)) : value

/** The largest number that is looked for: of 15 digits all are kept. */
export const largest = 999_999_999_999_999
const number = z
  .string()
  .max(40)
  .regex(/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i, { error: 'must be a number' })
  .transform(Number)
  .pipe(z.number().min(-largest).max(largest))
const text = z.string().max(500)

/** What a value is in an address. */
const asked: Record<Field['type'], (field: Field) => z.ZodType> = {
  ...{
    text: () => text,
    textarea: () => text,
    phone: () => text,
    email: () => text,
    url: () => text,
    relation: () => text,
  },
  ...{
    number: () => number,
    integer: () => number.pipe(z.int()),
    currency: () => number,
  },
  boolean: () => z.enum(['true', 'false']).transform((given) => given === 'true'),
  date: () => z.iso.date(),
  datetime: () => instant.transform((given) => utcOf(given)!),
  select: (field) => z.enum(optionValues(field)),
  multiselect: (field) => z.enum(optionValues(field)),
  json: () => z.never({ error: 'a json can not be looked for' }),
}
export const askedValue = (field: Field): z.ZodType => asked[field.type](field)

/** Types whose values have an order. */
export const isOrdered = ({ type }: Field): boolean =>
  ['number', 'integer', 'currency', 'date', 'datetime'].includes(type)
export const isSortable = ({ type }: Field): boolean => !['json', 'multiselect'].includes(type)
