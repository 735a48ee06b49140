import { performance } from 'node:perf_hooks'
import { Problem } from '../kernel/errors.ts'
import type { Graph, Run } from '../graph/graph.ts'

export const monitorLease = 'monitor'

/** Milliseconds that a lease lasts; together with `takeEvery`, the longest time without a holder. */
const duration = 9_000
export const takeEvery = 3_000

interface Taken {
  fence: number
  epoch: number
  lastRound: string | null
}

/**
 * A lease for work that only one process does at a time. The database decides who holds it, by its own clock. Each
 * holder gets a higher fencing token than those before, which every write of the holder compares in its transaction.
 * Decision 0020.
 */
export function createLease(graph: Graph, name: string, holder: string) {
  let taken: Taken | undefined
  let until = -Infinity

  return {
    name,
    /** Acquires or renews the lease; undefined if another process holds it. */
    async take(): Promise<Taken | undefined> {
      const requestedAt = performance.now()
      const [row] = await graph.store((run) => run('monitor/take-lease', { name, holder, milliseconds: duration }))
      taken = row
      // Counted from before the request, so that the lease expires here no later than in the database.
      until = row ? requestedAt + duration : -Infinity
      return row
    },
    /** The fencing token for writes; undefined once another process may hold the lease. */
    fence: () => (performance.now() < until ? taken?.fence : undefined),
    async release(): Promise<void> {
      if (taken) await graph.store((run) => run('monitor/release-lease', { name, fence: taken!.fence }))
      until = -Infinity
    },
  }
}

/** Keeps the lease for this transaction. @throws Problem `conflict` if another process has it */
export async function hold(run: Run, { name, fence }: { name: string; fence: number }): Promise<void> {
  const [held] = await run('monitor/hold', { name, fence })
  if (!held) throw new Problem('conflict', 'another process has become the monitor')
}
