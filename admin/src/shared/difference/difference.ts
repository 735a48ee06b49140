import { placesThatDiffer, type MembersOf } from './json-walk.ts'

/** Difference at a path: `before` is missing for an added value, `after` for a removed one. */
export interface Difference {
  /** Path of the member, such as `fields.email.required`. */
  path: string
  before?: unknown
  after?: unknown
}

/** Members that change with every revision, excluded from the comparison. */
const counted = ['rev', 'updatedAt']

/** Differences of two JSON values. List items are matched by name: an inserted item does not change the others. */
export const differences = (before: unknown, after: unknown): Difference[] =>
  placesThatDiffer(before, after, membersByName)
    .filter(({ steps }) => !counted.includes(steps[0]!))
    .map(({ steps, before: then, after: now }) => ({
      path: steps.join('.'),
      ...(then !== undefined && { before: then }),
      ...(now !== undefined && { after: now }),
    }))

/** Members of an object, or items of a list by name if the names are unique. */
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
