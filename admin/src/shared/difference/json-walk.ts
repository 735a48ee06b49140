/** Place where two JSON values differ; undefined for a missing value. */
export interface Place {
  /** Names of members, outermost first. */
  steps: string[]
  before: unknown
  after: unknown
}

/** Returns the members of a value to compare one by one, or undefined to compare the value as a whole. */
export type MembersOf = (value: unknown) => ReadonlyMap<string, unknown> | undefined

/** Places where two JSON values differ, at the innermost members. A list compared as a whole also differs in order. */
export function placesThatDiffer(before: unknown, after: unknown, membersOf: MembersOf, steps: string[] = []): Place[] {
  const [one, other] = [membersOf(before), membersOf(after)]
  if (!one || !other || Array.isArray(before) !== Array.isArray(after))
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ steps, before, after }]
  const within = [...new Set([...one.keys(), ...other.keys()])].flatMap((name) =>
    placesThatDiffer(one.get(name), other.get(name), membersOf, [...steps, name]),
  )
  const orders = [one, other].map((names) => [...names.keys()].filter((name) => one.has(name) && other.has(name)))
  const isReordered = Array.isArray(before) && orders[0]!.join() !== orders[1]!.join()
  return isReordered ? [{ steps, before: orders[0], after: orders[1] }, ...within] : within
}
