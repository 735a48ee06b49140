import { z } from 'zod'
import type { Input, List } from '../endpoint.ts'
import type { Graph } from '../graph/graph.ts'
import type { ModulesService } from '../modules/modules.service.ts'
import { page, readCursor } from '../paging.ts'
import type { historyEndpoints, Revision } from './history.contract.ts'

type Stored = Omit<Revision, 'changes' | 'patchId'> & {
  patchId?: string
  changes: { ref: string; kind: Revision['changes'][number]['kind']; before?: string; after?: string }[]
}
interface Rows {
  revision: number
  total: number
  items: Stored[]
}

export type HistoryService = ReturnType<typeof historyService>

export const historyService = (graph: Graph, modules: ModulesService) => {
  const newestFirst = async (
    query: string,
    of: Record<string, string>,
    { limit, cursor }: { limit: number; cursor?: string },
  ): Promise<List<Revision>> => {
    const list = [query, of]
    const before = readCursor(cursor, list, z.tuple([z.int()]))?.[0] ?? Number.MAX_SAFE_INTEGER
    const [rows] = await graph.read<Rows>(query, { ...of, before, limit: limit + 1 })
    return page({ ...rows!, items: rows!.items.map(fromStored) }, limit, list, (last) => [last.number])
  }
  return {
    list: ({ query }: Input<typeof historyEndpoints.listRevisions>) => newestFirst('history/list', {}, query),
    async listOfModule({ params, query }: Input<typeof historyEndpoints.listOfModule>) {
      const { key } = await modules.read({ params })
      return newestFirst('history/of-module', { key }, query)
    },
  }
}

const fromStored = ({ number, at, actor, via, kind, ref, patchId, changes }: Stored): Revision => ({
  number,
  at,
  actor,
  via,
  kind,
  ref,
  patchId: patchId ?? null,
  changes: changes.map(({ ref, kind, before, after }) => ({
    ref,
    kind,
    before: before === undefined ? null : JSON.parse(before),
    after: after === undefined ? null : JSON.parse(after),
  })),
})
