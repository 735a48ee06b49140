import type { Graph } from '../../graph/graph.ts'

const atOnce = 1_000

/** How long samples are kept, and what they become then. */
const retention = [
  { from: 'minute', keep: 'P1D', to: 'hour' },
  { from: 'hour', keep: 'P1M', to: 'day' },
  { from: 'day', keep: 'P1Y', to: null },
] as const

/**
 * Makes the history coarser with age. Each step is one transaction, so it may be killed at any point and goes on the next time; when two
 * processes do it, each takes what the other has not.
 * @returns how many samples had their time
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
