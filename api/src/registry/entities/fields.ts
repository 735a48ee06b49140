import { z } from 'zod'
import { messageOf, type Reason } from '../../kernel/errors.ts'
import { httpUrl } from '../../kernel/text.ts'
import { isMultipleOf } from '../../kernel/numbers.ts'
import { compilePattern } from '../../kernel/patterns.ts'
import type { Field } from './entities.contract.ts'
import { hasTooManyDecimals, holdsNothing, mustHoldSomething, optionValues, tooManyDecimals } from './json-schema.ts'
import { exactInstant } from '../../kernel/times.ts'

type Type = Field['type']

const text = {
  minLength: z.int().min(0),
  maxLength: z.int().min(0),
  pattern: z.string().max(500),
  format: z.string().max(50),
}
const amount = { minimum: z.number(), maximum: z.number(), multipleOf: z.number().positive() }

/** Keywords of JSON Schema that `validation` may contain for each field type. */
const keywords: Record<Type, z.ZodRawShape> = {
  text,
  textarea: text,
  email: text,
  url: text,
  phone: text,
  date: text,
  datetime: text,
  number: amount,
  integer: amount,
  currency: amount,
  multiselect: { minItems: z.int().min(0), maxItems: z.int().min(0) },
  boolean: {},
  select: {},
  relation: {},
  json: {},
}

const oneOf = (field: Field) => z.enum(optionValues(field))

/** Schema of the values of each field type. */
const values: Record<Type, (field: Field) => z.ZodType> = {
  text: () => z.string().max(500),
  textarea: () => z.string().max(20_000),
  phone: () => z.string().max(50),
  relation: () => z.string().max(500),
  number: () => z.number(),
  currency: () => z.number(),
  integer: () => z.int(),
  boolean: () => z.boolean(),
  date: () => z.iso.date(),
  datetime: () => exactInstant,
  email: () => z.email(),
  url: () => httpUrl,
  select: oneOf,
  multiselect: (field) => z.array(oneOf(field)),
  json: () => z.unknown(),
}

/** Checks of fields beyond their schema; pointers start with `at`. Pure. */
export function checkFields(fields: Field[], at: string): Reason[] {
  const names = fields.map(({ name }) => name.toLowerCase())
  return fields.flatMap((field, index) => {
    const pointer = `${at}/${index}`
    const taken = names.indexOf(field.name.toLowerCase()) !== index
    return [
      ...(taken ? [{ pointer: `${pointer}/name`, reason: 'is the name of another field, in any letter case' }] : []),
      ...checkOptions(field, pointer),
      ...checkRelation(field, pointer),
      ...checkDecimals(field, pointer),
      ...(checkValidation(field, pointer) ?? checkDefault(field, pointer)),
    ]
  })
}

function checkOptions(field: Field, pointer: string): Reason[] {
  const at = `${pointer}/options`
  if (field.type !== 'select' && field.type !== 'multiselect')
    return field.options ? [{ pointer: at, reason: `a ${field.type} has no options` }] : []
  if (!field.options?.length) return [{ pointer: at, reason: `is required for a ${field.type}` }]
  const offered = optionValues(field)
  return new Set(offered).size < offered.length ? [{ pointer: at, reason: 'must not contain duplicates' }] : []
}

const checkDecimals = ({ type, decimals }: Field, pointer: string): Reason[] =>
  decimals === undefined || type === 'currency'
    ? []
    : [{ pointer: `${pointer}/decimals`, reason: `is not allowed for a ${type}` }]

function checkRelation({ type, ...field }: Field, pointer: string): Reason[] {
  if (type === 'relation')
    return field.relationObject ? [] : [{ pointer: `${pointer}/relationObject`, reason: 'is required for a relation' }]
  return (['relationObject', 'relationField', 'onDelete'] as const)
    .filter((member) => field[member] !== undefined)
    .map((member) => ({ pointer: `${pointer}/${member}`, reason: `is not allowed for a ${type}` }))
}

/** @returns undefined if the validation is valid, so that a default can be checked against it */
function checkValidation({ type, validation }: Field, pointer: string): Reason[] | undefined {
  const fitting = Object.keys(keywords[type])
  const errors = Object.entries(validation ?? {}).flatMap(([keyword, value]): Reason[] => {
    const at = `${pointer}/validation/${keyword.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const schema = keywords[type][keyword]
    const known = fitting.length ? `; known are ${fitting.join(', ')}` : ''
    if (!schema || !fitting.includes(keyword)) return [{ pointer: at, reason: `does not apply to a ${type}${known}` }]
    const { error } = z.safeParse(schema, value)
    if (error) return [{ pointer: at, reason: error.issues[0]!.message }]
    return keyword === 'pattern' ? checkPattern(String(value), at) : []
  })
  return errors.length > 0 ? errors : undefined
}

/** Parses the fields of an entity as stored in the graph; they were validated before they were written. */
export const storedFields = (text: string): Field[] => JSON.parse(text)

/** RE2 takes time by program size times text length: both are limited. `a{1000}` has a program of 1,000 steps. */
const largestProgram = 1_000
const longestMatched = 500

/** Validates a pattern. RE2 does not backtrack, and so supports neither look-around nor back references. */
export function checkPattern(pattern: string, pointer: string): Reason[] {
  try {
    if (compilePattern(pattern).programSize() <= largestProgram) return []
    return [{ pointer, reason: 'has too many repetitions: use fewer or smaller counts' }]
  } catch (error) {
    return [{ pointer, reason: `is not a valid RE2 pattern: ${messageOf(error)}` }]
  }
}

function checkDefault(field: Field, pointer: string): Reason[] {
  if (field.default === undefined) return []
  const { error } = values[field.type](field).safeParse(field.default)
  const isLong = field.validation?.pattern !== undefined && String(field.default).length > longestMatched
  const isEmpty = mustHoldSomething(field) && holdsNothing(field.default)
  const reason = error
    ? error.issues[0]!.message
    : isEmpty
      ? 'must not be empty: the field is required'
      : hasTooManyDecimals(field, field.default)
        ? tooManyDecimals(field)
        : isLong
          ? `must have at most ${longestMatched} characters in combination with a pattern`
          : whatIsBroken(field.default, field.validation ?? {})
  return reason ? [{ pointer: `${pointer}/default`, reason }] : []
}

function whatIsBroken(value: unknown, validation: Record<string, unknown>): string | undefined {
  const size = typeof value === 'number' ? value : Array.isArray(value) ? value.length : [...String(value)].length
  const broken = Object.entries(validation).find(([keyword, limit]) =>
    keyword.startsWith('min')
      ? size < Number(limit)
      : keyword.startsWith('max')
        ? size > Number(limit)
        : keyword === 'multipleOf'
          ? !isMultipleOf(size, Number(limit))
          : keyword === 'pattern' && !compilePattern(String(limit)).test(String(value)),
  )
  return broken && `must keep its own validation: ${broken[0]} ${String(broken[1])}`
}
