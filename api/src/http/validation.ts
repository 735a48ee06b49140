import { closest, distance } from 'fastest-levenshtein'
import { z } from 'zod'
import { Problem, type ProblemType, type Reason } from '../errors.ts'

/**
 * What a client sent, as its schema says it must be.
 * @param at where it stands in the request: '' for the body, else `/query`, `/path` or an argument's name
 * @throws Problem of this type, with every error and its place, the first hundred
 */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  at = '',
  type: ProblemType = 'invalid-request',
): z.output<Schema> {
  const parsed = schema.safeParse(value, { reportInput: true })
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.flatMap((issue) => reasons(issue, schema, at)).slice(0, 100)
  throw new Problem(
    type,
    errors
      .map(({ pointer, reason }) => `${pointer || 'the body'} ${reason}`)
      .slice(0, 3)
      .join('; '),
    errors,
  )
}

const pointerTo = (at: string, path: PropertyKey[]) =>
  at + path.map((step) => `/${String(step).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('')

function reasons(issue: z.core.$ZodIssue, schema: z.ZodType, at: string): Reason[] {
  if (issue.code === 'unrecognized_keys') {
    const known = knownNames(schema, issue.path)
    return issue.keys.map((name) => ({
      pointer: pointerTo(at, [...issue.path, name.slice(0, 200)]),
      reason: unknownName(name, known),
    }))
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // The alternative that came furthest is the one that was meant.
    const [meant = []] = [...issue.errors].sort((a, b) => (b[0]?.path.length ?? 0) - (a[0]?.path.length ?? 0))
    return meant.flatMap((inner) =>
      reasons({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue, schema, at),
    )
  }
  const { pointer, reason } = { pointer: pointerTo(at, issue.path), reason: lowerFirst(issue.message) }
  return [{ pointer, reason: issue.code === 'invalid_value' ? `${reason}${meant(issue)}` : reason }]
}

/** The nearest of several names to one that is none of them. */
function meant({ input, values }: z.core.$ZodIssueInvalidValue): string {
  const names = values.filter((name) => typeof name === 'string')
  if (typeof input !== 'string' || names.length < 2) return ''
  const nearest = closest(input.slice(0, 100), names)
  return isNear(input, nearest) ? `; did you mean ${nearest}?` : ''
}

const isNear = (name: string, known: string) => distance(name.slice(0, 100), known) <= Math.max(2, known.length / 2)

function unknownName(name: string, known: string[]): string {
  if (known.length === 0) return 'is not known here'
  const nearest = closest(name.slice(0, 100), known)
  return isNear(name, nearest)
    ? `is not known; did you mean ${nearest}?`
    : `is not known; known are ${known.join(', ')}`
}

/** The members that an object schema has at a path of the value. */
function knownNames(schema: z.ZodType, path: PropertyKey[]): string[] {
  let current: z.ZodType = schema
  for (const step of [...path, undefined]) {
    current = unwrap(current)
    if (step === undefined) break
    if (current instanceof z.ZodObject) current = current.shape[String(step)] as z.ZodType
    else if (current instanceof z.ZodArray) current = current.element as z.ZodType
    else if (current instanceof z.ZodRecord) current = current.valueType as z.ZodType
    else return []
    if (!current) return []
  }
  return current instanceof z.ZodObject ? Object.keys(current.shape) : []
}

function unwrap(schema: z.ZodType): z.ZodType {
  let current = schema
  while (current instanceof z.ZodOptional || current instanceof z.ZodNullable || current instanceof z.ZodDefault)
    current = current.unwrap() as z.ZodType
  return current
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
