import { below, isObject, memberOf, stepsOf, valueAt, type Json } from '../forms/json.ts'

/** The JSON merge patch (RFC 7396) that makes `after` of `before`. */
export function mergePatchOf(before: Json, after: Json): Json {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const [one, other] = [before[name], after[name]]
      if (JSON.stringify(one) === JSON.stringify(other)) return []
      if (isObject(one) && isObject(other)) {
        const within = mergePatchOf(one, other)
        return Object.keys(within).length > 0 ? [[name, within]] : []
      }
      return [[name, other ?? null]]
    }),
  )
}

export interface Clash {
  /** Where, as a JSON pointer. */
  pointer: string
  /** What one has typed. */
  mine: unknown
  /** What somebody else saved meanwhile. */
  theirs: unknown
  /** Whether one has changed it oneself; what only the other changed is no question of either or. */
  both: boolean
}

/** Where two people changed the same resource, member by member; a list is one value. */
export function clashes(before: Json, mine: Json, theirs: Json): Clash[] {
  const byMe = changed(before, mine)
  const touches = (pointer: string) =>
    byMe.some((own) => `${own}/`.startsWith(`${pointer}/`) || `${pointer}/`.startsWith(`${own}/`))
  return changed(before, theirs)
    .map((pointer) => ({
      pointer,
      mine: valueAt(mine, pointer),
      theirs: valueAt(theirs, pointer),
      both: touches(pointer),
    }))
    .filter(({ mine, theirs }) => JSON.stringify(mine) !== JSON.stringify(theirs))
}

function changed(before: unknown, after: unknown, pointer = ''): string[] {
  if (!isObject(before) || !isObject(after)) return JSON.stringify(before) === JSON.stringify(after) ? [] : [pointer]
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].flatMap((name) => changed(memberOf(before, name), memberOf(after, name), below(pointer, name)))
}

/** What one has typed, with what somebody else saved at these pointers. */
export function takeOver(mine: Json, theirs: Json, pointers: string[]): Json {
  const merged = structuredClone(mine)
  for (const pointer of pointers) {
    const steps = stepsOf(pointer)
    const last = steps.pop()!
    let at = merged
    for (const step of steps) {
      if (!isObject(memberOf(at, step))) at[step] = {}
      at = at[step] as Json
    }
    const value = valueAt(theirs, pointer)
    if (value === undefined) delete at[last]
    else at[last] = value
  }
  return merged
}
