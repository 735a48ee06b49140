import { z } from 'zod'
import type { Input, List } from '../endpoint.ts'
import { Problem } from '../errors.ts'
import type { Graph } from '../graph/graph.ts'
import { once, type Origin } from '../history/change.ts'
import { readModule } from '../modules/modules.service.ts'
import { page, pageInOrder, readCursor } from '../paging.ts'
import { quantile, rounded, type Histogram } from './histogram.ts'
import { meter, numbersOf } from './meter.ts'
import { addPushed } from './push.ts'
import { rollUp } from './roll-up.ts'
import {
  windowMinutes,
  type ModuleWindow,
  type Sample,
  type Statistics,
  type statisticsEndpoints,
} from './statistics.contract.ts'

/** What is counted as the graph keeps it; a module that nobody has asked yet has no times. */
interface Sums extends Partial<Histogram> {
  requestCount: number
  errorCount: number
  milliseconds?: number
}
type Stored = Pick<Statistics, 'module' | 'recordCount' | 'healthStatus' | 'collectedAt'> &
  Sums & {
    entity?: string
    lastUpdate?: string
    windows: (Sums & { minutes: number })[]
  }
type StoredSample = Pick<Sample, 'module' | 'resolution' | 'at'> & Sums & { entity?: string; recordCount?: number }
type Endpoints = typeof statisticsEndpoints

export type StatisticsService = ReturnType<typeof statisticsService>

/** What modules are asked, how they answer and how much they keep: measured on each request, or told by modules that run elsewhere. */
export function statisticsService(graph: Graph) {
  const { record, touch, flush } = meter(graph)

  /** What was asked of all modules that were asked anything in the last minutes and the one that is running; by key. */
  const windows = async (minutes: number): Promise<ModuleWindow[]> => {
    const rows = await graph.read<Sums & { module: string; lastUpdate: string | null }>('statistics/windows', {
      minutes,
    })
    return rows.map((row) => ({ module: row.module, lastUpdate: row.lastUpdate, ...counted(row) }))
  }

  const numbersOfEach = (ids: string[]) =>
    graph.read<{ key: string; revision: number; items: Stored[] }>('statistics/of-modules', {
      ...{ ids, minutes: windowMinutes },
    })

  return {
    record,
    touch,
    flush,
    windows,
    rollUp: () => rollUp(graph),

    /** The numbers of each of these modules that is there, the first of each. */
    async listOfEach(keys: string[], limit: number): Promise<Map<string, List<Statistics>>> {
      const rows = await numbersOfEach(keys)
      return new Map(
        rows.map(({ key, revision, items }) => {
          const shown = items.slice(0, limit + 1).map(fromStored)
          return [key, page({ revision, total: items.length, items: shown }, limit, ['statistics'], () => [limit])]
        }),
      )
    },

    async list({ params, query }: Pick<Input<Endpoints['list']>, 'params' | 'query'>): Promise<List<Statistics>> {
      const list = ['statistics']
      const after = readCursor(query.cursor, list, z.tuple([z.int().min(0)]))?.[0] ?? 0
      const [rows] = await numbersOfEach([params.id])
      if (!rows) await readModule(graph.read, params.id)
      const { revision, items } = rows!
      const shown = items.slice(after, after + query.limit + 1).map(fromStored)
      return page({ revision, total: items.length, items: shown }, query.limit, list, () => [after + query.limit])
    },

    /** @throws Problem `not-found`, `invalid-request` */
    async push({ params, body }: Pick<Input<Endpoints['push']>, 'params' | 'body'>, origin: Origin) {
      const { key } = await readModule(graph.read, params.id)
      return graph.store((run) =>
        once(run, origin, async () => {
          await addPushed(run, key, body)
          return { module: key, accepted: body.items.length }
        }),
      )
    },

    async listSamples({ params, query }: Pick<Input<Endpoints['listSamples']>, 'params' | 'query'>) {
      const { entity = null, resolution, limit, cursor } = query
      const { key } = await readModule(graph.read, params.id)
      const list = ['samples', key, entity, resolution]
      const before = readCursor(cursor, list, z.tuple([z.iso.datetime()]))?.[0] ?? '9999-01-01T00:00:00Z'
      const [rows] = await graph.read<{ revision: number; total: number; items: StoredSample[] }>(
        'statistics/samples',
        {
          ...{ of: numbersOf(key, entity), resolution, before: new Date(before), limit: limit + 1 },
        },
      )
      const { total, revision, items } = rows!
      if (total === 0 && entity !== null) await requireEntity(graph, key, entity)
      return page({ total, revision, items: items.map(fromSample) }, limit, list, (last) => [last.at])
    },

    async listWindows({ query }: Pick<Input<Endpoints['listWindows']>, 'query'>): Promise<List<ModuleWindow>> {
      const { minutes, ...paging } = query
      const [row] = await graph.read<{ revision: number }>('registry/revision')
      const items = await windows(minutes)
      const list = ['windows', minutes]
      return pageInOrder({ items, revision: row!.revision }, paging, list, z.tuple([z.string()]), (last) => [
        last.module,
      ])
    },
  }
}

/** @throws Problem `not-found` */
async function requireEntity(graph: Graph, module: string, entity: string): Promise<void> {
  const of = { modules: [module], part: entity, after: '', limit: 1 }
  const [rows] = await graph.read<{ total: number }>('entities/list', of)
  if (!rows?.total)
    throw new Problem('not-found', `${module} has no entity ${entity}`, [
      { pointer: '/query/entity', reason: 'names no entity of the module' },
    ])
}

function counted({ requestCount, errorCount, milliseconds = 0, buckets = [], counts = [] }: Sums) {
  const histogram = { buckets, counts }
  const timed = counts.reduce((sum, count) => sum + count, 0)
  return {
    requestCount,
    errorCount,
    errorRate: requestCount === 0 ? 0 : errorCount / requestCount,
    responseTime: {
      average: timed === 0 ? null : rounded(milliseconds / timed),
      p50: quantile(histogram, 0.5),
      p95: quantile(histogram, 0.95),
    },
  }
}

function fromStored({ module, entity, recordCount, lastUpdate, windows, healthStatus, collectedAt, ...sums }: Stored) {
  return {
    module,
    entity: entity ?? null,
    recordCount,
    lastUpdate: lastUpdate ?? null,
    ...counted(sums),
    windows: windows.map(({ minutes, ...window }) => ({ minutes, ...counted(window) })),
    healthStatus,
    collectedAt,
  }
}

const fromSample = ({ module, entity, resolution, at, recordCount, ...sums }: StoredSample): Sample => ({
  ...{ module, entity: entity ?? null, resolution, at, recordCount: recordCount ?? null },
  ...counted(sums),
})
