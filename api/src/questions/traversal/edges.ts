import type { Graph } from '../../graph/graph.ts'
import type { RevisionCache } from '../../graph/revision-cache.ts'
import { relationshipTypes, type RelationshipType } from '../../registry/relationships/relationships.contract.ts'
import type { Targets } from '../../kernel/adjacency.ts'

export type Edges = ReturnType<typeof edgesService>

/** All modules with what they lead to over some types: in one read, since Cypher finds neither components nor levels in linear time. */
export const edgesService =
  (graph: Graph, cached: RevisionCache) =>
  async (types: RelationshipType[]): Promise<Targets<string>> => {
    const rows = await cached('edges', types, () => graph.read('analysis/edges', { types: types.map(moduleType) }))
    return new Map(rows.map(({ ref, targets }) => [ref, targets]))
  }

/** The type in Neo4j of what joins the modules themselves. */
export const moduleType = (type: RelationshipType) => `MODULE_${relationshipTypes[type]}`
