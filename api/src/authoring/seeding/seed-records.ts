import { existsSync, readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Graph } from '../../graph/graph.ts'
import { mostInBatch, type RecordsService } from '../../runtime/hosting/records.service.ts'
import { Outdated } from '../../runtime/hosting/served.ts'
import { modulesToSeed, seeds, type Seed } from './seed.ts'
import type { ServedModules } from '../../runtime/hosting/served.ts'
import type { StatisticsService } from '../../runtime/statistics/statistics.service.ts'

type Loader = { load(batch: (entity: string, items: object[]) => Promise<{ id: string }[]>): Promise<void> }

/**
 * Creates the records of the sample modules once, like any client. Each batch has an idempotency key, so that an
 * interrupted run continues where it stopped, and two processes together create each record once.
 * @param progress receives a line for each batch of records
 */
export async function seedRecords(
  graph: Graph,
  { records, served, statistics }: { records: RecordsService; served: ServedModules; statistics: StatisticsService },
  which: Seed,
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const module of modulesToSeed(which)) {
    const file = join(seeds, module, 'records.ts')
    if (!existsSync(file) || !(await isToBeFilled(graph, module))) continue
    const loader = (await import(pathToFileURL(file).href)) as Loader
    let number = 0
    await loader.load(async (entity, items) => {
      const written: { id: string }[] = []
      for (let from = 0; from < items.length; from += mostInBatch) {
        signal.throwIfAborted()
        const some = items.slice(from, from + mostInBatch) as Record<string, unknown>[]
        const requestHash = createHash('sha256').update(JSON.stringify(some)).digest('hex')
        const idempotency = { key: `seed ${module} ${number++}`, requestHash }
        const begun = performance.now()
        const write = async () => records.batch(await served.kind(module, entity), some, { idempotency })
        const { items: made } = await write().catch((error: Error) => {
          if (!(error instanceof Outdated)) throw error
          return write() // the module was changed in the meantime
        })
        written.push(...(made as { id: string }[]))
        await sleep((performance.now() - begun) / 2) // leaves time for other requests
      }
      statistics.touch(module, entity)
      progress(`  records   ${module}: ${items.length} of ${entity} written`)
      return written
    })
    await graph.store((run) => run('registry/mark-filled', { module }))
  }
}

/** Whether the module was registered by its sample document and has no sample records yet. */
async function isToBeFilled(graph: Graph, module: string): Promise<boolean> {
  const { patchId } = JSON.parse(readFileSync(join(seeds, module, 'module.json'), 'utf8')) as { patchId: string }
  const [row] = await graph.read('registry/is-filled', { module, patchId })
  return row !== undefined && !row.filled
}
