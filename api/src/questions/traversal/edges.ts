import type { Graph } from '../../graph/graph.ts'
import type { RevisionCache } from '../../graph/revision-cache.ts'
import { relationshipTypes, type RelationshipType } from '../../registry/relationships/relationships.contract.ts'
import type { Targets } from '../../kernel/adjacency.ts'

export type Edges = ReturnType<typeof edgesService>

/** Targets of all modules by types, in one read: Cypher finds neither components nor levels in linear time. */
export const edgesService =
  (graph: Graph, cached: RevisionCache) =>
  async (types: RelationshipType[]): Promise<Targets<string>> => {
    const followed = types.map((type) => relationshipTypes[type])
    const rows = await cached('edges', types, () => graph.read('analysis/edges', { types: followed }))
    return new Map(rows.map(({ ref, targets }) => [ref, targets]))
  }
