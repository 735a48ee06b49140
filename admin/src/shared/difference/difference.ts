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
export function differences(before: unknown, after: unknown, path = ''): Difference[] {
  const [one, other] = [members(before), members(after)]
  if (one === undefined || other === undefined || Array.isArray(before) !== Array.isArray(after))
    return JSON.stringify(before) === JSON.stringify(after)
      ? []
      : [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }]
  const within = [...new Set([...one.keys(), ...other.keys()])]
    .filter((name) => path !== '' || !counted.includes(name))
    .flatMap((name) => differences(one.get(name), other.get(name), path === '' ? name : `${path}.${name}`))
  const orders = [one, other].map((names) => [...names.keys()].filter((name) => one.has(name) && other.has(name)))
  const isReordered = Array.isArray(before) && orders[0]!.join() !== orders[1]!.join()
  return isReordered ? [{ path, before: orders[0], after: orders[1] }, ...within] : within
}

/** Members of an object, or of a list whose items have names of their own. */
function members(value: unknown): Map<string, unknown> | undefined {
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
