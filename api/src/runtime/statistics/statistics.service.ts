import { z } from 'zod'
import type { List } from '../../kernel/operation.ts'
import { Problem } from '../../kernel/errors.ts'
import type { Graph } from '../../graph/graph.ts'
import type { Service } from '../../store/call.ts'
import { once } from '../../store/change.ts'
import { readModule } from '../../registry/modules/modules.service.ts'
import { nearestAfter } from '../../store/nearest.ts'
import { page, pageInOrder, readCursor } from '../../kernel/paging.ts'
import { dropExamples } from './examples.ts'
import { meter, numbersOf } from './meter.ts'
import { overviewOf } from './overview.ts'
import { addPushed } from './push.ts'
import { rollUp } from './roll-up.ts'
import { counted, countedWithExamples, type Sums } from './sums.ts'
import {
  spans,
  windowMinutes,
  type ModuleWindow,
  type Sample,
  type Statistics,
  type statisticsOperations,
} from './statistics.contract.ts'

type Stored = Pick<Statistics, 'module' | 'recordCount' | 'healthStatus' | 'collectedAt'> &
  Sums & {
    entity?: string
    lastUpdate?: string
    windows: (Sums & { minutes: number })[]
  }
type StoredSample = Pick<Sample, 'module' | 'resolution' | 'at'> &
  Sums & { entity?: string; recordCount?: number; example?: boolean }

export type StatisticsService = ReturnType<typeof statisticsService>

/** Requests, errors, response times and records of modules, measured for each request or pushed by modules. */
export function statisticsService(graph: Graph) {
  const { record, touch, flush } = meter(graph)

  const sumsOf = (minutes: number, examples: boolean) => graph.read('statistics/windows', { minutes, examples })

  /** What was measured in the last minutes, including the current one, of all modules with requests; sorted by key. */
  const windows = async (minutes: number): Promise<ModuleWindow[]> => (await sumsOf(minutes, false)).map(windowOf)

  const revision = async () => (await graph.read('registry/revision', {}))[0]!.revision

  /** Pages of statistics of many modules, in one query; undefined for modules that do not exist. */
  const listOfEach = async (
    modules: readonly string[],
    { limit, cursor }: { limit: number; cursor?: string },
  ): Promise<(List<Statistics> | undefined)[]> => {
    const list = ['statistics']
    const after = readCursor(cursor, list, z.tuple([z.int().min(0)]))?.[0] ?? 0
    const rows = await graph.read('statistics/of-modules', { ids: [...modules], minutes: windowMinutes })
    return modules.map((module) => {
      const found = rows.find(({ key, id }) => module === key || module === id)
      if (!found) return undefined
      const items = found.items.slice(after, after + limit + 1).map(fromStored)
      return page({ ...found, total: found.items.length, items }, limit, list, () => [after + limit])
    })
  }

  return {
    record,
    touch,
    flush,
    windows,
    rollUp: () => rollUp(graph),
    recount: () => recount(graph),

    listOfEach,

    async list({ params, query }) {
      const [found] = await listOfEach([params.id], query)
      if (!found) await readModule(graph.read, params.id)
      return found!
    },

    /** @throws Problem `not-found`, `invalid-request` */
    async push({ params, body }, { origin }) {
      const { key } = await readModule(graph.read, params.id)
      return graph.store((run) =>
        once(run, origin, async () => {
          await addPushed(run, key, body)
          return { module: key, accepted: body.items.length }
        }),
      )
    },

    async listSamples({ params, query }) {
      const { entity = null, resolution, limit, cursor } = query
      const { key } = await readModule(graph.read, params.id)
      const list = ['samples', key, entity, resolution]
      const before = readCursor(cursor, list, z.tuple([z.iso.datetime()]))?.[0] ?? '9999-01-01T00:00:00Z'
      const [rows] = await graph.read('statistics/samples', {
        of: numbersOf(key, entity),
        resolution,
        before: new Date(before),
        limit: limit + 1,
      })
      const { total, revision, items } = rows!
      if (total === 0 && entity !== null) await requireEntity(graph, key, entity)
      return page({ total, revision, items: items.map(fromSample) }, limit, list, (last) => [last.at])
    },

    async listWindows({ query }) {
      const { minutes, ...paging } = query
      const list = ['windows', minutes]
      const all = { revision: await revision(), items: (await sumsOf(minutes, true)).map(windowOf) }
      return pageInOrder(all, paging, list, z.tuple([z.string()]), (last) => [last.module])
    },

    async overview({ query }) {
      const { minutes, span: name } = query
      const { unit, resolutions, span } = spans[name]
      const [known, sums, moments] = await Promise.all([
        revision(),
        sumsOf(minutes, true),
        graph.read('statistics/moments', { unit, resolutions, span }),
      ])
      const found = sums.map((row) => ({ ...windowOf(row), sums: row }))
      return { minutes, ...overviewOf(found, moments, name, new Date()), revision: known }
    },

    dropExamples: (_input, { origin }) => dropExamples(graph, origin),
  } satisfies Service<typeof statisticsOperations>
}

const windowOf = ({
  module,
  lastUpdate,
  ...sums
}: Sums & Pick<ModuleWindow, 'module' | 'lastUpdate'>): ModuleWindow => ({
  module,
  lastUpdate,
  ...countedWithExamples(sums),
})

/** Counts the records of all modules anew: what a process has written before it was killed is not counted yet. */
async function recount(graph: Graph): Promise<void> {
  const [row] = await graph.read('statistics/counted', {})
  for (let from = 0; from < row!.keys.length; from += 500) {
    const keys = row!.keys.slice(from, from + 500)
    await graph.store((run) => run('statistics/count-records', { keys }))
  }
}

/** @throws Problem `not-found` */
async function requireEntity(graph: Graph, module: string, entity: string): Promise<void> {
  const of = { modules: [module], part: entity, after: '', limit: 1 }
  const [rows] = await graph.read('entities/list', of)
  if (rows?.total) return
  const meant = await nearestAfter(graph.read, `entity:${module}/`, entity)
  throw new Problem('not-found', `${module} has no entity ${entity}${meant}`, [
    { pointer: '/query/entity', reason: `names no entity of the module${meant}` },
  ])
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

const fromSample = ({ module, entity, resolution, at, recordCount, example, ...sums }: StoredSample): Sample => ({
  module,
  entity: entity ?? null,
  resolution,
  at,
  recordCount: recordCount ?? null,
  ...countedWithExamples({ ...sums, exampleCount: example ? sums.requestCount : 0 }),
})
