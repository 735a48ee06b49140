/** A place where two JSON values differ; `undefined` stands for what is not there. */
export interface Place {
  /** Names of members, from the outside in. */
  steps: string[]
  before: unknown
  after: unknown
}

/** The members by which a value is gone into; undefined for one that is compared as a whole. */
export type MembersOf = (value: unknown) => ReadonlyMap<string, unknown> | undefined

/** Where two JSON values differ, as far inside as they have members. What is in another order in a list differs too. */
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
