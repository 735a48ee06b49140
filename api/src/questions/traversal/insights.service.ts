import { z } from 'zod'
import type { List } from '../../kernel/operation.ts'
import type { Graph } from '../../graph/graph.ts'
import type { RevisionCache } from '../../graph/revision-cache.ts'
import { page, readCursor } from '../../kernel/paging.ts'
import type { Edges } from './edges.ts'
import type { Named } from './nodes.ts'
import { reachCounts, reversed } from '../../kernel/adjacency.ts'
import type { DependedOn, Hub } from './traversal.contract.ts'

type Paged = { query: { limit: number; cursor?: string } }

const counted = z.tuple([z.int().min(0), z.string()])

export const insightsService = (graph: Graph, cached: RevisionCache, edges: Edges) => ({
  orphans: ({ query: { limit, cursor } }: Paged): Promise<List<Named>> =>
    cached('orphans', [limit, cursor], async (revision) => {
      const after = readCursor(cursor, ['orphans'], z.tuple([z.string()]))?.[0] ?? ''
      const [rows] = await graph.read('analysis/orphans', { after, limit: limit + 1 })
      return page({ ...rows!, revision }, limit, ['orphans'], ({ ref }) => [ref])
    }),

  hubs: ({ query: { limit, cursor } }: Paged): Promise<List<Hub>> =>
    cached('hubs', [limit, cursor], async (revision) => {
      const [afterTotal = null, afterRef = null] = readCursor(cursor, ['hubs'], counted) ?? []
      const [rows] = await graph.read('analysis/hubs', { afterTotal, afterRef, limit: limit + 1 })
      return page({ ...rows!, revision }, limit, ['hubs'], ({ total, ref }) => [total, ref])
    }),

  mostDependedOn: ({ query: { limit, cursor } }: Paged): Promise<List<DependedOn>> =>
    cached('most depended on', [limit, cursor], async (revision) => {
      const [afterDirect = null, afterRef = null] = readCursor(cursor, ['most depended on'], counted) ?? []
      const [rows] = await graph.read('analysis/most-depended-on', {
        afterDirect,
        afterRef,
        limit: limit + 1,
      })
      const list = page({ ...rows!, revision }, limit, ['most depended on'], ({ direct, ref }) => [direct, ref])
      const dependants = reversed(await edges(['dependency']))
      const counts = reachCounts(
        dependants,
        list.items.map(({ ref }) => ref),
      )
      return { ...list, items: list.items.map((item, index) => ({ ...item, transitive: counts[index]! })) }
    }),
})
