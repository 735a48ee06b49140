import { z } from 'zod'
import type { Input, List } from '../../kernel/operation.ts'
import type { Graph } from '../../graph/graph.ts'
import type { RevisionCache } from '../../graph/revision-cache.ts'
import { moduleOf } from '../../store/kind.ts'
import { pageInOrder } from '../../kernel/paging.ts'
import {
  relationshipTypeNames,
  relationshipTypes,
  type Relationship,
  type RelationshipType,
} from '../../registry/relationships/relationships.contract.ts'
import { findNode, joining, namesOf } from './nodes.ts'
import { rings, wayTo } from './breadth-first.ts'
import { PathRelationship, type NearbyModule, type Path, type traversalOperations } from './traversal.contract.ts'

type Endpoints = typeof traversalOperations
type Level = Path['level']

/** Types in Neo4j to follow from source to target, and from target to source; integrations have no direction. */
interface Followed {
  level: Level
  along: string[]
  against: string[]
}

function followed(types: RelationshipType[], level: Level, direction: 'outgoing' | 'incoming' | 'both'): Followed {
  const inNeo4j = (type: RelationshipType) => relationshipTypes[type]
  const both = (type: RelationshipType) => direction === 'both' || type === 'integration'
  return {
    level,
    along: types.filter((type) => both(type) || direction === 'outgoing').map(inNeo4j),
    against: types.filter((type) => both(type) || direction === 'incoming').map(inNeo4j),
  }
}

export const pathService = (graph: Graph, cached: RevisionCache) => {
  const next = (ways: Followed) => (refs: string[]) => graph.read('paths/step', { refs, ...ways })

  /** Searches a path between parts first, then between their modules. */
  const search = async (from: string, to: string, ways: (level: Level) => Followed, maxDepth: number) => {
    const areParts = !from.startsWith('module:') && !to.startsWith('module:')
    const [source, target] = [`module:${moduleOf(from)}`, `module:${moduleOf(to)}`]
    const attempts: [Level, string, string][] = []
    if (areParts) attempts.push(['part', from, to])
    if (!areParts || source !== target) attempts.push(['module', source, target])
    for (const [level, start, goal] of attempts) {
      const way = wayTo(goal, start, await rings(start, next(ways(level)), maxDepth, goal))
      if (way) return { level, way }
    }
    return { level: attempts.at(-1)![0], way: undefined }
  }

  return {
    path: async ({ query }: Input<Endpoints['path']>): Promise<Path> => {
      const from = await findNode(graph, query.from, '/query/from')
      const to = await findNode(graph, query.to, '/query/to')
      const types = query.types ?? relationshipTypeNames
      const { direction, maxDepth } = query
      return cached('path', [from.ref, to.ref, types, direction, maxDepth], async (revision) => {
        const ways = (level: Level) => followed(types, level, direction)
        const { level, way = [] } = await search(from.ref, to.ref, ways, maxDepth)
        const hops = await evidence(graph, way, ways(level))
        return { from, to, found: way.length > 0, level, maxDepth, hops, revision }
      })
    },

    neighbourhood: async ({ query }: Input<Endpoints['neighbourhood']>): Promise<List<NearbyModule>> => {
      const { ref } = await findNode(graph, query.of, '/query/of', true)
      const types = query.types ?? relationshipTypeNames
      const list = ['neighbourhood', ref, types, query.direction, query.depth]
      const around = () =>
        cached('rings', list, () => rings(ref, next(followed(types, 'module', query.direction)), query.depth))
      return cached('neighbourhood', [list, query.limit, query.cursor], async (revision) => {
        const items = (await around()).flatMap((ring, index) => ring.map(({ ref }) => ({ ref, depth: index + 1 })))
        const place = z.tuple([z.int(), z.string()])
        const shown = pageInOrder({ items, revision }, query, list, place, ({ depth, ref }) => [depth, ref])
        const named = await namesOf(
          graph,
          shown.items.map(({ ref }) => ref),
        )
        return {
          ...shown,
          items: shown.items.map(({ ref, depth }) => {
            const { name, status } = named.get(ref)!
            return { ref, name, status: status!, depth }
          }),
        }
      })
    },
  }
}

/** The steps of a path with their relationships. */
async function evidence(graph: Graph, way: string[], { level, along, against }: Followed): Promise<Path['hops']> {
  const names = await namesOf(graph, way)
  const named = (ref: string) => ({ ref, name: names.get(ref)!.name })
  const steps = way.slice(1).map((to, index) => ({ from: way[index]!, to }))
  const forth = await joining(
    graph,
    steps.map(({ from, to }) => ({ source: from, target: to })),
    along,
    level === 'module',
  )
  const back = await joining(
    graph,
    steps.map(({ from, to }) => ({ source: to, target: from })),
    against,
    level === 'module',
  )
  return steps.map(({ from, to }, index) => ({
    from: named(from),
    to: named(to),
    relationships: [...forth[index]!, ...back[index]!].map(shown),
  }))
}

const members = PathRelationship.keyof().options

const shown = (relationship: Relationship) =>
  Object.fromEntries(members.map((name) => [name, relationship[name]])) as PathRelationship
