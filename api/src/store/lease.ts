import { performance } from 'node:perf_hooks'
import { Problem } from '../kernel/errors.ts'
import type { Graph, Run } from '../graph/graph.ts'

export const monitorLease = 'monitor'

/** Milliseconds that a lease lasts; with the time between two tries, the longest that nobody does the work. */
const lasting = 9_000
export const takeEvery = 3_000

interface Taken {
  fence: number
  epoch: number
  lastRound: string | null
}

/**
 * Work that one process does for all. The database says who holds it, by its own clock; the number that each holder gets is higher than
 * those before, and whatever a holder writes is written with that number compared in the same transaction. Decision 0020.
 */
export function createLease(graph: Graph, name: string, holder: string) {
  let taken: Taken | undefined
  let until = -Infinity

  return {
    name,
    /** Takes it, or keeps it; safe to repeat. */
    async take(): Promise<Taken | undefined> {
      const asked = performance.now()
      const [row] = await graph.store((run) => run('monitor/take-lease', { name, holder, milliseconds: lasting }))
      taken = row
      // From before it was asked for, so that it ends here no later than there.
      until = row ? asked + lasting : -Infinity
      return row
    },
    /** The number with which to write; undefined when it may be somebody else's by now. */
    fence: () => (performance.now() < until ? taken?.fence : undefined),
    async release(): Promise<void> {
      if (taken) await graph.store((run) => run('monitor/release-lease', { name, fence: taken!.fence }))
      until = -Infinity
    },
  }
}

/** Keeps the lease for this transaction. @throws Problem when it is somebody else's by now */
export async function hold(run: Run, { name, fence }: { name: string; fence: number }): Promise<void> {
  const [held] = await run('monitor/hold', { name, fence })
  if (!held) throw new Problem('conflict', 'another process has become the monitor')
}
