import type { Run } from '../../graph/graph.ts'

/** Decision 0031. */
const names = Array.from({ length: 64 }, (_, n) => `records ${n}`)
let last = 0

/** The lock that a writer of records takes before it looks whether the entity is still what it knows: another one each time, so that few meet. */
export const lockOfWriter = (): string => names[(last = (last + 1) % names.length)]!

/** Who changes an entity takes all of them before it looks at the records, so that none is written in between by the old definition. */
export const keepWritersOut = (run: Run) => run('hosting/keep-out', { names: names.toSorted() })
