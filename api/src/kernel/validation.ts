import { closest, distance } from 'fastest-levenshtein'
import { z } from 'zod'
import { detailOf, Problem, type ProblemType, type Reason } from './errors.ts'
import { pointerTo } from './pointers.ts'

/**
 * Parses client input with a schema.
 * @param at pointer to the input in the request: '' for the body, else `/query`, `/path` or the name of an argument
 * @throws Problem of this type with the first hundred errors and their pointers
 */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  at = '',
  type: ProblemType = 'invalid-request',
): z.output<Schema> {
  const parsed = schema.safeParse(value, { reportInput: true })
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.flatMap((issue) => reasons(issue, schema, value, at)).slice(0, 100)
  throw new Problem(type, detailOf(errors), errors)
}

/** The reasons of a schema issue with their pointers; for an unknown name with the nearest known one. */
export function reasons(issue: z.core.$ZodIssue, schema: z.ZodType, value: unknown, at: string): Reason[] {
  if (issue.code === 'unrecognized_keys') {
    const known = knownNames(schema, issue.path, value)
    return issue.keys.slice(0, 100).map((name) => ({
      pointer: pointerTo(at, [...issue.path, name.slice(0, 200)]),
      reason: unknownName(name, known),
    }))
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // Report the alternative that matched most of the value.
    const [meant = []] = [...issue.errors].sort((a, b) => (b[0]?.path.length ?? 0) - (a[0]?.path.length ?? 0))
    return meant.flatMap((inner) =>
      reasons({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue, schema, value, at),
    )
  }
  const { pointer, reason } = { pointer: pointerTo(at, issue.path), reason: lowerFirst(issue.message) }
  return [{ pointer, reason: issue.code === 'invalid_value' ? `${reason}${meant(issue)}` : reason }]
}

/** Suggests the nearest of the allowed names. */
function meant({ input, values }: z.core.$ZodIssueInvalidValue): string {
  const names = values.filter((name) => typeof name === 'string')
  if (typeof input !== 'string' || names.length < 2) return ''
  return nearestTo(input, names)
}

export function unknownName(name: string, known: string[]): string {
  if (known.length === 0) return 'is not known here'
  const more = known.length > mostKnown ? ` and ${known.length - mostKnown} more` : ''
  return `is not known${nearestTo(name, known) || `; known names are ${known.slice(0, mostKnown).join(', ')}${more}`}`
}
const mostKnown = 100

/**
 * "; did you mean ...?" with the known name nearest to an unknown one; empty if none is near.
 * @param share maximum share of letters that differ
 */
export function nearestTo(name: string, known: string[], share = 1 / 2): string {
  if (known.length === 0) return ''
  const given = name.slice(0, 200)
  const nearest = closest(given, known)
  return distance(given, nearest) <= Math.max(2, nearest.length * share) ? `; did you mean ${nearest}?` : ''
}

/** The members that an object schema has at a path of the value. */
function knownNames(schema: z.core.$ZodType, path: PropertyKey[], value: unknown): string[] {
  let current = alternatives(schema, value)
  let reached = value
  for (const step of path) {
    reached = Reflect.get(Object(reached), step)
    current = current.flatMap((one) => alternatives(below(one, step), reached))
  }
  return current.flatMap((one) => (one instanceof z.ZodObject ? Object.keys(one.shape) : []))
}

function below(schema: z.core.$ZodType, step: PropertyKey): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodObject) return schema.shape[String(step)]
  if (schema instanceof z.ZodArray) return schema.element
  if (schema instanceof z.ZodRecord) return schema.valueType
  return undefined
}

/** The candidate alternatives of a union: the one that the discriminator names, else all. */
function alternatives(schema: z.core.$ZodType | undefined, value: unknown): z.core.$ZodType[] {
  const current = schema && unwrap(schema)
  if (!(current instanceof z.ZodUnion)) return current ? [current] : []
  const options: readonly z.core.$ZodType[] = current.options
  if (!(current instanceof z.ZodDiscriminatedUnion)) return options.flatMap((option) => alternatives(option, value))
  const { discriminator } = current.def
  const chosen = Reflect.get(Object(value), discriminator)
  return options.filter(
    (option) => option instanceof z.ZodObject && z.safeParse(option.shape[discriminator], chosen).success,
  )
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  let current = schema
  while (current instanceof z.ZodOptional || current instanceof z.ZodNullable || current instanceof z.ZodDefault)
    current = current.unwrap()
  return current
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
