import { z } from 'zod'
import type { Input } from '../../kernel/operation.ts'
import type { Graph } from '../../graph/graph.ts'
import type { RevisionCache } from '../../graph/revision-cache.ts'
import { moduleOf } from '../../store/kind.ts'
import { pageInOrder } from '../../kernel/paging.ts'
import type { Edges } from './edges.ts'
import { findNode, namesOf } from './nodes.ts'
import { levels } from './order.ts'
import { reachable } from '../../kernel/adjacency.ts'
import type { Order, traversalOperations } from './traversal.contract.ts'

export const orderService = (graph: Graph, cached: RevisionCache, edges: Edges) => {
  const order = (starts: string[]) =>
    cached('levels', starts, async () => {
      const all = await edges(['dependency'])
      const targets = starts.length > 0 ? reachable(all, starts) : all
      const found = levels(targets)
      const items = found.levels.flatMap((refs, level) =>
        refs.map((ref) => ({ level, ref, dependsOn: targets.get(ref)!.length })),
      )
      const counts = found.levels.map((refs, level) => ({ level, modules: refs.length }))
      return { items, levels: counts, circular: found.rest.length }
    })

  return async ({ query }: Input<typeof traversalOperations.order>): Promise<Order> => {
    const modules = await Promise.all((query.modules ?? []).map((id) => findNode(graph, id, '/query/modules')))
    const starts = [...new Set(modules.map(({ ref }) => `module:${moduleOf(ref)}`))].sort()
    return cached('order', [starts, query.limit, query.cursor], async (revision) => {
      const { items, ...facts } = await order(starts)
      const place = z.tuple([z.int(), z.string()])
      const list = pageInOrder({ items, revision }, query, ['order', starts], place, ({ level, ref }) => [level, ref])
      const named = await namesOf(
        graph,
        list.items.map(({ ref }) => ref),
      )
      return { ...list, items: list.items.map((item) => ({ ...item, name: named.get(item.ref)!.name })), ...facts }
    })
  }
}
