import { placesThatDiffer, type MembersOf } from './json-walk.ts'

/** What differs in one place: without `before` it is new, without `after` it is gone. */
export interface Difference {
  /** Where, such as `fields.email.required`. */
  path: string
  before?: unknown
  after?: unknown
}

/** Members that change with everything. */
const counted = ['rev', 'updatedAt']

/** Where two JSON values differ. Items of lists are told by their name, so that one more is not all others changed. */
export const differences = (before: unknown, after: unknown): Difference[] =>
  placesThatDiffer(before, after, membersByName)
    .filter(({ steps }) => !counted.includes(steps[0]!))
    .map(({ steps, before: then, after: now }) => ({
      path: steps.join('.'),
      ...(then !== undefined && { before: then }),
      ...(now !== undefined && { after: now }),
    }))

/** Members of an object, or of a list whose items have names of their own. */
const membersByName: MembersOf = (value) => {
  if (typeof value !== 'object' || value === null) return undefined
  if (!Array.isArray(value)) return new Map(Object.entries(value))
  const named = new Map(value.map((item: unknown) => [nameOf(item), item]))
  return named.size === value.length && !named.has(undefined) ? (named as Map<string, unknown>) : undefined
}

function nameOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined
  const { name, key, operation } = item as Record<string, unknown>
  return [name, key, operation].find((given) => typeof given === 'string') as string | undefined
}
