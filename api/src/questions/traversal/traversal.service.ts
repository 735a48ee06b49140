import type { Graph } from '../../graph/graph.ts'
import type { RevisionCache } from '../../graph/revision-cache.ts'
import type { Service } from '../../store/call.ts'
import { cyclesService } from './cycles.service.ts'
import { edgesService } from './edges.ts'
import { impactService } from './impact.service.ts'
import { insightsService } from './insights.service.ts'
import { orderService } from './order.service.ts'
import { pathService } from './path.service.ts'
import type { traversalOperations } from './traversal.contract.ts'

export type TraversalService = ReturnType<typeof traversalService>

/** Graph algorithms. Expensive results are cached until the registry changes. */
export const traversalService = (graph: Graph, cached: RevisionCache) => {
  const edges = edgesService(graph, cached)
  return {
    cycles: cyclesService(graph, cached, edges),
    order: orderService(graph, cached, edges),
    ...pathService(graph, cached),
    ...impactService(graph, cached),
    ...insightsService(graph, cached, edges),
  } satisfies Service<typeof traversalOperations>
}
