import type { Graph } from '../graph/graph.ts'
import { bucketOf, histogramOf } from './histogram.ts'

/** One request that a module has answered. */
export interface Measured {
  module: string
  entity: string | null
  milliseconds: number
  failed: boolean
  /** Whether it has written a record. */
  wrote: boolean
}

interface Counted {
  requests: number
  errors: number
  milliseconds: number
  hits: Map<number, number>
  lastUpdate?: Date
}

export const numbersOf = (module: string, entity: string | null): string =>
  `statistics:${module}${entity === null ? '' : `/${entity}`}`

export type Meter = ReturnType<typeof meter>

/**
 * Counts requests in memory, a few additions each, and adds them to the graph when it is told to. Each process adds what it has counted
 * itself, so any number of them add up, and one that dies takes with it what it has counted since its last flush.
 */
export function meter(graph: Graph) {
  let counted = new Map<string, Counted>()

  const of = (ref: string): Counted => {
    const found = counted.get(ref)
    if (found) return found
    const begun = { requests: 0, errors: 0, milliseconds: 0, hits: new Map<number, number>() }
    counted.set(ref, begun)
    return begun
  }

  /** What could not be added waits for the next time. */
  const takeBack = (taken: Map<string, Counted>) => {
    for (const [ref, { requests, errors, milliseconds, hits, lastUpdate }] of taken) {
      const into = of(ref)
      into.requests += requests
      into.errors += errors
      into.milliseconds += milliseconds
      for (const [bucket, count] of hits) into.hits.set(bucket, (into.hits.get(bucket) ?? 0) + count)
      into.lastUpdate ??= lastUpdate
    }
  }

  return {
    record({ module, entity, milliseconds, failed, wrote }: Measured): void {
      const bucket = bucketOf(milliseconds)
      for (const part of entity === null ? [null] : [null, entity]) {
        const into = of(numbersOf(module, part))
        into.requests += 1
        into.errors += failed ? 1 : 0
        into.milliseconds += milliseconds
        into.hits.set(bucket, (into.hits.get(bucket) ?? 0) + 1)
        if (wrote) into.lastUpdate = new Date()
      }
    },

    async flush(): Promise<void> {
      if (counted.size === 0) return
      const taken = counted
      counted = new Map()
      try {
        await graph.store((run) => run('statistics/add', { rows: rowsOf(taken) }))
      } catch (error) {
        takeBack(taken)
        throw error
      }
    },
  }
}

/** In one order, so that two processes never wait for each other. */
const rowsOf = (counted: Map<string, Counted>) =>
  [...counted]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([ref, { hits, ...sums }]) => ({ ref, ...sums, ...histogramOf(hits) }))
