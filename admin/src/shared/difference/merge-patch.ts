import { below, isObject, memberOf, stepsOf, valueAt, type Json } from '../json.ts'
import { placesThatDiffer, type MembersOf } from './json-walk.ts'

/** Computes the JSON merge patch (RFC 7396) that turns `before` into `after`. */
export function mergePatchOf(before: Json, after: Json): Json {
  const patch: Json = {}
  for (const { steps, after: value } of placesThatDiffer(before, after, membersOfObject))
    put(patch, steps, value ?? null)
  return patch
}

export interface Clash {
  /** JSON pointer of the member. */
  pointer: string
  /** Value that the user typed. */
  mine: unknown
  /** Value that another user has saved meanwhile. */
  theirs: unknown
  /** Whether both users changed the member; if only the other did, there is no conflict. */
  both: boolean
}

/** Members that another user changed and whose values in the form differ; a list counts as one value. */
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

/** The typed values, with the saved values of the other user at the given pointers. */
export function takeOver(mine: Json, theirs: Json, pointers: string[]): Json {
  const merged = structuredClone(mine)
  for (const pointer of pointers) put(merged, stepsOf(pointer), valueAt(theirs, pointer))
  return merged
}

/** Sets the value at a path, creating missing objects; undefined removes it. */
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

/** Sets an own member, even one named `__proto__`. */
const setMember = (into: Json, name: string, value: unknown) =>
  Object.defineProperty(into, name, { value, writable: true, enumerable: true, configurable: true })
