import type { Run } from '../../graph/graph.ts'

/** Decision 0031. */
const names = Array.from({ length: 64 }, (_, n) => `records ${n}`)
let last = 0

/** The lock that a writer takes before it checks that the entity is unchanged; rotates, so that few share one. */
export const lockOfWriter = (): string => names[(last = (last + 1) % names.length)]!

/** Takes all locks of writers, so that no record is written by the old definition while an entity changes. */
export const keepWritersOut = (run: Run) => run('hosting/keep-out', { names: names.toSorted() })
