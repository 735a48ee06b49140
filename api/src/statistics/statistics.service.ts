import { z } from 'zod'
import type { Input, List } from '../endpoint.ts'
import type { Graph } from '../graph/graph.ts'
import { readModule } from '../modules/modules.service.ts'
import { page, readCursor } from '../paging.ts'
import type { Statistics, statisticsEndpoints } from './statistics.contract.ts'

type Stored = Omit<Statistics, 'entity' | 'lastUpdate' | 'responseTime'> & {
  ref: string
  entity?: string
  lastUpdate?: string
  average?: number
  p50?: number
  p95?: number
}
type Rows = { key: string; revision: number; items: Stored[] }

type Of = Pick<Input<typeof statisticsEndpoints.list>, 'params' | 'query'>

export type StatisticsService = ReturnType<typeof statisticsService>

export const statisticsService = (graph: Graph) => ({
  async list({ params, query }: Of): Promise<List<Statistics>> {
    const list = ['statistics']
    const after = readCursor(query.cursor, list, z.tuple([z.int().min(0)]))?.[0] ?? 0
    const [rows] = await graph.read<Rows>('statistics/of-module', { id: params.id })
    if (!rows) await readModule(graph.read, params.id)
    const { revision, items } = rows!
    const shown = items.slice(after, after + query.limit + 1).map(fromStored)
    return page({ revision, total: items.length, items: shown }, query.limit, list, () => [after + query.limit])
  },
})

function fromStored({ ref: _ref, entity, lastUpdate, average, p50, p95, ...numbers }: Stored): Statistics {
  return {
    ...numbers,
    entity: entity ?? null,
    lastUpdate: lastUpdate ?? null,
    responseTime: { average: average ?? null, p50: p50 ?? null, p95: p95 ?? null },
  }
}
