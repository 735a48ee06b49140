import { below, isObject, memberOf, stepsOf, valueAt, type Json } from '../json.ts'
import { placesThatDiffer, type MembersOf } from './json-walk.ts'

/** The JSON merge patch (RFC 7396) that makes `after` of `before`. */
export function mergePatchOf(before: Json, after: Json): Json {
  const patch: Json = {}
  for (const { steps, after: value } of placesThatDiffer(before, after, membersOfObject))
    put(patch, steps, value ?? null)
  return patch
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

const changed = (before: Json, after: Json): string[] =>
  placesThatDiffer(before, after, membersOfObject).map(({ steps }) => steps.reduce(below, ''))

const membersOfObject: MembersOf = (value) => (isObject(value) ? new Map(Object.entries(value)) : undefined)

/** What one has typed, with what somebody else saved at these pointers. */
export function takeOver(mine: Json, theirs: Json, pointers: string[]): Json {
  const merged = structuredClone(mine)
  for (const pointer of pointers) put(merged, stepsOf(pointer), valueAt(theirs, pointer))
  return merged
}

/** Puts a value where the steps lead, with the objects on the way there; undefined takes out what is there. */
function put(into: Json, steps: string[], value: unknown): void {
  const [step, ...rest] = steps as [string, ...string[]]
  if (rest.length === 0) {
    if (value === undefined) delete into[step]
    else setMember(into, step, value)
    return
  }
  if (!isObject(memberOf(into, step))) setMember(into, step, {})
  put(memberOf(into, step) as Json, rest, value)
}

/** As a member of its own, also when it is called `__proto__`. */
const setMember = (into: Json, name: string, value: unknown) =>
  Object.defineProperty(into, name, { value, writable: true, enumerable: true, configurable: true })
