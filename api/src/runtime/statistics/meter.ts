import type { Graph, Run } from '../../graph/graph.ts'
import { bucketOf, histogramOf } from './histogram.ts'

/** A request that a module has answered. */
export interface Measured {
  module: string
  entity: string | null
  milliseconds: number
  /** Status code of the answer. */
  status: number
  /** Whether it wrote a record. */
  wrote: boolean
}

interface Counted {
  module: string
  entity: string | null
  requests: number
  clientErrors: number
  errors: number
  milliseconds: number
  hits: Map<number, number>
  lastUpdate?: Date
}

export const numbersOf = (module: string, entity: string | null): string =>
  `statistics:${module}${entity === null ? '' : `/${entity}`}`

/**
 * Counts requests in memory, and adds the counts to the graph on `flush`. Each process adds its own counts, so any
 * number of processes can run; one that is killed loses its counts since the last flush.
 */
export function meter(graph: Graph) {
  let counted = new Map<string, Counted>()

  const of = ({ module, entity }: Pick<Counted, 'module' | 'entity'>): Counted => {
    const ref = numbersOf(module, entity)
    const found = counted.get(ref)
    if (found) return found
    const begun = {
      module,
      entity,
      requests: 0,
      clientErrors: 0,
      errors: 0,
      milliseconds: 0,
      hits: new Map<number, number>(),
    }
    counted.set(ref, begun)
    return begun
  }

  /** Keeps counts that could not be written for the next flush. */
  const takeBack = (taken: Map<string, Counted>) => {
    for (const { requests, clientErrors, errors, milliseconds, hits, lastUpdate, ...ofWhat } of taken.values()) {
      const into = of(ofWhat)
      into.requests += requests
      into.clientErrors += clientErrors
      into.errors += errors
      into.milliseconds += milliseconds
      for (const [bucket, count] of hits) into.hits.set(bucket, (into.hits.get(bucket) ?? 0) + count)
      into.lastUpdate ??= lastUpdate
    }
  }

  return {
    record({ module, entity, milliseconds, status, wrote }: Measured): void {
      const bucket = bucketOf(milliseconds)
      for (const part of entity === null ? [null] : [null, entity]) {
        const into = of({ module, entity: part })
        into.requests += 1
        if (status >= 500) into.errors += 1
        else if (status >= 400) into.clientErrors += 1
        into.milliseconds += milliseconds
        into.hits.set(bucket, (into.hits.get(bucket) ?? 0) + 1)
        if (wrote) into.lastUpdate = new Date()
      }
    },

    /** Registers a write of records other than by a request. */
    touch(module: string, entity: string): void {
      for (const part of [null, entity]) of({ module, entity: part }).lastUpdate = new Date()
    },

    async flush(): Promise<void> {
      if (counted.size === 0) return
      const taken = counted
      counted = new Map()
      try {
        await graph.store(async (run) => {
          await run('statistics/add', { rows: rowsOf(taken) })
          const written = [...taken.values()].flatMap(({ module, entity, lastUpdate }) =>
            entity === null || lastUpdate === undefined ? [] : [{ module, entity }],
          )
          if (written.length > 0) await countRecords(run, written)
        })
      } catch (error) {
        takeBack(taken)
        throw error
      }
    },
  }
}

const rowsOf = (counted: Map<string, Counted>) =>
  [...counted].map(([ref, { hits, requests, clientErrors, errors, milliseconds, lastUpdate }]) => {
    return { ref, requests, clientErrors, errors, milliseconds, lastUpdate, ...histogramOf(hits) }
  })

/** Stores the number of records, while earlier writes hold the lock of the statistics: counts are never older. */
async function countRecords(run: Run, written: { module: string; entity: string }[]): Promise<void> {
  const keys = [...new Set(written.map(({ module }) => module))]
  const found = await run('hosting/spaces', { rows: keys.map((key) => ({ key, id: null })) })
  const spaces = new Map(found.map(({ key, space }) => [key, space]))
  for (const { module, entity } of written) {
    const [size] = await run('hosting/size', { kind: `${spaces.get(module)!}/${entity}` })
    const refs = { ref: numbersOf(module, entity), module: numbersOf(module, null) }
    await run('hosting/count', { ...refs, recordCount: size!.total })
  }
}
