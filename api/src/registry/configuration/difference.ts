import { isDeepStrictEqual } from 'node:util'
import { pointerTo } from '../../kernel/pointers.ts'
import { isPurged, isSealed } from './secrets.ts'
import type { Difference } from './versions.contract.ts'

/** What stands for a secret is compared as a whole. */
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !isSealed(value) && !isPurged(value)

/** The differences between two JSON values, by pointer. Pure. */
export function* differences(before: unknown, after: unknown, pointer = ''): Generator<Difference> {
  if (isDeepStrictEqual(before, after)) return
  if (!isObject(before) || !isObject(after) || Array.isArray(before) !== Array.isArray(after)) {
    yield { pointer, kind: 'changed', before, after }
    return
  }
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const at = pointerTo(pointer, [name])
    if (!Object.hasOwn(before, name)) yield { pointer: at, kind: 'added', before: null, after: after[name] }
    else if (!Object.hasOwn(after, name)) yield { pointer: at, kind: 'removed', before: before[name], after: null }
    else yield* differences(before[name], after[name], at)
  }
}
