import type { Reason } from '../../../kernel/errors.ts'
import { reasons } from '../../../kernel/validation.ts'
import { PatchDocument } from './document.ts'
import type { PatchBody } from './patch-body.ts'

type Path = PropertyKey[]
type Issue = PatchBody['issues'][number]
const most = 100

/**
 * All errors of a body that does not match the schema: those of the schema, and those found in the document after
 * removing the invalid members. Of the latter only `invalid` ones, since a refused reference may be to a removed
 * member. Pure.
 * @param invalidOf returns the `invalid` findings of a document
 */
export function misshapenErrors(
  { value, issues }: PatchBody,
  invalidOf: (document: PatchDocument) => Reason[],
): Reason[] {
  const misshapen = issues.flatMap((issue) => reasons(issue, PatchDocument, value, '')).slice(0, most)
  return [...misshapen, ...remainingErrors(value, issues, invalidOf)]
}

/** Placeholders for members that no rule checks. */
const neutral = { version: '1.0', patchId: 'x', timestamp: '2000-01-01T00:00:00Z', actor: 'human' }

function remainingErrors(value: unknown, issues: Issue[], invalidOf: (document: PatchDocument) => Reason[]): Reason[] {
  const removed: Path[] = []
  let left: Issue[] = issues
  for (let round = 0; round < 8; round++) {
    for (const path of left.flatMap(pathsOf)) {
      const place = original(path, removed)
      const isGone = removed.some((one) => isSame(one, place))
      const gone = isGone ? place.slice(0, -1) : place
      if (gone.length === 0 || (isGone && gone.length === 1 && gone[0] !== 'payload')) return []
      removed.push(gone)
      if (removed.length > most) return []
    }
    const parsed = PatchDocument.safeParse({ ...neutral, ...(prune(value, removed) as object) })
    if (parsed.success)
      return invalidOf(parsed.data).flatMap(({ pointer, reason }) => {
        const place = original(pointer.split('/').slice(1), removed)
        return isAbout(place, removed) ? [] : [{ pointer: place.map((step) => `/${String(step)}`).join(''), reason }]
      })
    left = parsed.error.issues
  }
  return []
}

const pathsOf = (issue: Issue): Path[] =>
  issue.code === 'unrecognized_keys' ? issue.keys.slice(0, most).map((name) => [...issue.path, name]) : [issue.path]

const isSame = (one: Path, other: Path) => one.length === other.length && startsWith(one, other)
const startsWith = (path: Path, beginning: Path) =>
  beginning.every((step, index) => String(step) === String(path[index]))

/** Whether a finding may result from the removal: it concerns a removed member, or the list that contained it. */
const isAbout = (place: Path, removed: Path[]) =>
  removed.some(
    (path) => startsWith(place, path) || (/^\d+$/.test(String(path.at(-1))) && isSame(path.slice(0, -1), place)),
  )

const below = (paths: Path[], step: PropertyKey): Path[] =>
  paths.filter((path) => path.length > 1 && String(path[0]) === String(step)).map((path) => path.slice(1))

/** A copy without the values at these paths; other values are shared, not copied. */
function prune(value: unknown, removed: Path[]): unknown {
  if (removed.length === 0 || typeof value !== 'object' || value === null) return value
  const gone = new Set(removed.filter((path) => path.length === 1).map(([step]) => String(step)))
  const kept = Object.entries(value)
    .filter(([name]) => !gone.has(name))
    .map(([name, member]) => [name, prune(member, below(removed, name))] as const)
  return Array.isArray(value) ? kept.map(([, member]) => member) : Object.fromEntries(kept)
}

/** Converts a path in the pruned copy to one in the original, where list items have higher indexes. */
function original(path: Path, removed: Path[]): Path {
  let here = removed
  return path.map((step) => {
    const gone = here.filter((one) => one.length === 1).map(([index]) => Number(index))
    let place = step
    if (/^\d+$/.test(String(step)))
      for (const index of gone.toSorted((a, b) => a - b)) if (index <= Number(place)) place = Number(place) + 1
    here = below(here, place)
    return place
  })
}
