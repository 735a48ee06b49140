import { z } from 'zod'
import { Problem, type Reason } from '../../kernel/errors.ts'
import { parseJson } from '../../kernel/json.ts'
import type { QueryParameter } from './queries.contract.ts'
import { exactInstant } from '../../kernel/times.ts'

const whole = z.int({ error: 'must be a whole number' })
const schemas: Record<QueryParameter['type'], z.ZodType> = {
  STRING: z.string(),
  INTEGER: whole,
  FLOAT: z.number(),
  BOOLEAN: z.boolean(),
  DATETIME: exactInstant.transform((text) => new Date(text)),
  ANY: z.unknown(),
  MAP: z.record(z.string(), z.unknown()),
  'LIST<STRING>': z.array(z.string()),
  'LIST<MAP>': z.array(z.record(z.string(), z.unknown())),
}

/**
 * Validates and converts parameters by their declarations; omitted nullable parameters are null.
 * @throws Problem `invalid-request` with all errors
 */
export function readParameters(declared: QueryParameter[], given: Record<string, unknown>, at = '/parameters') {
  const errors: Reason[] = []
  const known = declared.map(({ name }) => name)
  for (const name of Object.keys(given))
    if (!known.includes(name))
      errors.push({ pointer: `${at}/${name}`, reason: `is not known; known names are ${known.join(', ') || 'none'}` })
  const values: Record<string, unknown> = {}
  for (const { name, type, nullable } of declared) {
    const value = Object.hasOwn(given, name) ? given[name] : null
    if (value === null && nullable) {
      values[name] = null
      continue
    }
    const parsed = schemas[type].safeParse(value)
    if (value === null || !parsed.success)
      errors.push({ pointer: `${at}/${name}`, reason: value === null ? `is required: ${type}` : `must be ${type}` })
    else values[name] = parsed.data
  }
  if (errors.length === 0) return values
  const detail = errors
    .map(({ pointer, reason }) => `${pointer} ${reason}`)
    .slice(0, 3)
    .join('; ')
  throw new Problem('invalid-request', detail, errors.slice(0, 100))
}

/** Parses parameters from a URL by their declared types. */
export const fromAddress = (declared: QueryParameter[], given: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(given).map(([name, text]) => {
      const type = declared.find((parameter) => parameter.name === name)?.type
      if (type === undefined || type === 'STRING' || type === 'DATETIME' || typeof text !== 'string')
        return [name, text]
      if (type === 'LIST<STRING>' && !text.startsWith('[')) return [name, text.split(',')]
      try {
        return [name, parseJson(Buffer.from(text))]
      } catch {
        return [name, text]
      }
    }),
  )
