import { z } from 'zod'
import type { Field } from '../../registry/entities/entities.contract.ts'
import { folded } from '../../kernel/words.ts'
import { isExact } from '../../kernel/numbers.ts'
import { optionValues } from '../../registry/entities/json-schema.ts'
import { exactInstant, utcOf } from '../../kernel/times.ts'

export type Values = Record<string, unknown>

/** Types of fields that get an index: those with few or short values, by which records are usually filtered. */
export const isIndexed = ({ type }: Field): boolean =>
  ['select', 'relation', 'boolean', 'date', 'datetime'].includes(type)

/** Converts a value to its stored form: JSON as text, and times in UTC, so that they sort as text. */
export function toStored({ type }: Field, value: unknown): unknown {
  if (type === 'json') return JSON.stringify(value)
  return type === 'datetime' ? utcOf(String(value))! : value
}

/** Types of fields that are filtered by words: without differences of case, width, composition and accents. Decision 0056. */
const isWorded = ({ type }: Field): boolean => ['text', 'textarea', 'email'].includes(type)
/** Longer texts are no answer to a filter. */
const longestFolded = 1_000

/** A text as it is filtered by; undefined for values that are filtered by as they are. */
export const foldedValue = (field: Field, value: unknown): string | undefined =>
  isWorded(field) && typeof value === 'string' && value.length <= longestFolded ? folded(value.trim()) : undefined

/** The property that has it, where it is not the value itself. */
export const foldedName = (field: string): string => `_folded.${field}`

/** @throws SyntaxError if the value was written outside the registry */
export const fromStored = ({ type }: Field, value: unknown): unknown =>
  type === 'json' ? JSON.parse(String(value)) : value

/** A bound is rounded to the nearest number that can be stored; other values must be exact, as those of records are. */
const number = (isBound: boolean) =>
  z
    .string()
    .max(40)
    .regex(/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i, { error: 'must be a number', abort: true })
    .refine((text) => isBound || isExact(text), { error: 'has more digits than can be stored exactly' })
    .transform(Number)
    .pipe(z.number({ error: 'is too large to be stored' }))
const text = z.string().max(500)

/** Schema of a filter value in a URL, for each field type. */
const asked: Record<Field['type'], (field: Field, isBound: boolean) => z.ZodType> = {
  text: () => text,
  textarea: () => text,
  phone: () => text,
  email: () => text,
  url: () => text,
  relation: () => text,
  number: (_, isBound) => number(isBound),
  integer: (_, isBound) => number(isBound).refine(Number.isInteger, { error: 'must be a whole number' }),
  currency: (_, isBound) => number(isBound),
  boolean: () => z.enum(['true', 'false']).transform((given) => given === 'true'),
  date: () => z.iso.date(),
  datetime: () => exactInstant.transform((given) => utcOf(given)!),
  select: (field) => z.enum(optionValues(field)),
  multiselect: (field) => z.enum(optionValues(field)),
  json: () => z.never({ error: 'must not filter by a json field' }),
}
export const askedValue = (field: Field, isBound: boolean): z.ZodType => asked[field.type](field, isBound)

/** Types of fields that can be filtered by a range. */
export const isOrdered = ({ type }: Field): boolean =>
  ['number', 'integer', 'currency', 'date', 'datetime'].includes(type)
export const isSortable = ({ type }: Field): boolean => !['json', 'multiselect'].includes(type)
