import { differences, type Difference } from '../difference.ts'

type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

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
  path: string
  /** What one has typed. */
  mine: unknown
  /** What somebody else saved meanwhile. */
  theirs: unknown
  /** Whether one has changed it oneself; what only the other changed is no question of either or. */
  both: boolean
}

/** Where two people changed the same resource, member by member. */
export function clashes(before: Json, mine: Json, theirs: Json): Clash[] {
  const byMe = differences(before, mine)
  const touches = (path: string) =>
    byMe.some(({ path: own }) => own === path || own.startsWith(`${path}.`) || path.startsWith(`${own}.`))
  return differences(before, theirs)
    .map(({ path }: Difference) => ({
      path,
      mine: valueAt(mine, path),
      theirs: valueAt(theirs, path),
      both: touches(path),
    }))
    .filter(({ mine, theirs }) => JSON.stringify(mine) !== JSON.stringify(theirs))
}

/** What one has typed, with what somebody else saved at these paths. */
export function takeOver(mine: Json, theirs: Json, paths: string[]): Json {
  const merged = structuredClone(mine)
  for (const path of paths) {
    const steps = path.split('.')
    const last = steps.pop()!
    let at = merged
    for (const step of steps) at = (at[step] ??= {}) as Json
    const value = valueAt(theirs, path)
    if (value === undefined) delete at[last]
    else at[last] = value
  }
  return merged
}

const valueAt = (value: Json, path: string): unknown =>
  path.split('.').reduce<unknown>((at, step) => (isObject(at) ? at[step] : undefined), value)
