import type { Graph } from '../../graph/graph.ts'

const atOnce = 1_000

/** How long samples of each resolution are kept, and the resolution that they are rolled up to. */
const retention = [
  { from: 'minute', keep: 'P1D', to: 'hour' },
  { from: 'hour', keep: 'P1M', to: 'day' },
  { from: 'day', keep: 'P1Y', to: null },
] as const

/**
 * Rolls up old samples to a coarser resolution. Each batch is one transaction, so that the process may be killed at any
 * time and continue later; two processes at the same time take different samples.
 * @returns number of samples rolled up or deleted
 */
export async function rollUp(graph: Graph): Promise<number> {
  let all = 0
  for (const step of retention)
    for (let taken = atOnce; taken === atOnce; all += taken) {
      const rows = await graph.store((run) => run('statistics/roll-up', { ...step, limit: atOnce }))
      taken = rows[0]!.taken
    }
  return all
}
