import { z } from 'zod'
import type { Input, List } from '../../kernel/operation.ts'
import type { Graph } from '../../graph/graph.ts'
import type { RevisionCache } from '../../graph/revision-cache.ts'
import { comparePlaces, pageInOrder } from '../../kernel/paging.ts'
import {
  criticalities,
  relationshipTypeNames,
  relationshipTypes,
  type Relationship,
  type RelationshipType,
} from '../../registry/relationships/relationships.contract.ts'
import { components } from '../../kernel/components.ts'
import { edgesWithin, shortestCycle } from './cycles.ts'
import type { Edges } from './edges.ts'
import { highest, joining, namesOf, type Pair } from './nodes.ts'
import type { Cycle, traversalOperations } from './traversal.contract.ts'

/** A strongly connected component, without names. */
interface Found {
  types: RelationshipType[]
  members: string[]
  edges: number
  example: string[]
  isShortest: boolean
}
type Query = Input<typeof traversalOperations.cycles>['query']

const directed = relationshipTypeNames.filter((type) => type !== 'integration')
const namesShown = 100

/** Sort key: the largest first. */
const placeOf = ({ members, types }: Found) => [-members.length, members[0]!, types.join()]

export const cyclesService = (graph: Graph, cached: RevisionCache, edges: Edges) => {
  const find = (types: RelationshipType[]) =>
    cached('components', types, async (): Promise<Found[]> => {
      const targets = new Map(await edges(types))
      if (types.includes('data-flow'))
        for (const { ref, targets: heads } of await graph.read('cycles/inside-modules', {})) targets.set(ref, heads)
      return components(targets).map((found) => {
        const members = found.sort()
        const { nodes, isShortest } = shortestCycle(members, targets)
        return { types, members, edges: edgesWithin(members, targets), example: nodes, isShortest }
      })
    })

  return ({ query: { types, together, limit, cursor } }: { query: Query }): Promise<List<Cycle>> => {
    const selected = directed.filter((type) => !types || types.includes(type))
    const list = ['cycles', selected, together]
    return cached('cycles', [selected, together, limit, cursor], async (revision) => {
      const found = await Promise.all(together ? [find(selected)] : selected.map((type) => find([type])))
      const items = found.flat().sort((a, b) => comparePlaces(placeOf(a), placeOf(b)))
      const place = z.tuple([z.int(), z.string(), z.string()])
      const shown = pageInOrder({ items, revision }, { limit, cursor }, list, place, placeOf)
      return { ...shown, items: await describe(graph, shown.items) }
    })
  }
}

async function describe(graph: Graph, found: Found[]): Promise<Cycle[]> {
  const names = await namesOf(
    graph,
    found.flatMap(({ members, example }) => [...members.slice(0, namesShown), ...example]),
  )
  const named = (ref: string) => ({ ref, name: names.get(ref)!.name })
  const pairs = found.map(({ example }) =>
    example.slice(1).map((target, step): Pair => ({ source: example[step]!, target })),
  )
  const types = directed.map((type) => relationshipTypes[type])
  const joined = (await joining(graph, pairs.flat(), types, true)).values()
  return found.map(({ members, example, ...facts }, index) => ({
    types: facts.types,
    size: members.length,
    edges: facts.edges,
    modules: members.slice(0, namesShown).map(named),
    example: example.map(named),
    isShortest: facts.isShortest,
    cut: cheapest(
      pairs[index]!.map((pair) =>
        cutOf(
          pair,
          joined.next().value!.filter(({ type }) => facts.types.includes(type)),
        ),
      ),
    ),
  }))
}

const cutOf = ({ source, target }: Pair, relationships: Relationship[]): Cycle['cut'] => ({
  source,
  target,
  criticality: highest(relationships),
  operations: new Set(relationships.flatMap(({ operations }) => operations)).size,
  relationships: relationships.map(({ id }) => id),
})

/** The edge of lowest criticality, then with the fewest operations; the first of equals. */
const cheapest = (cuts: Cycle['cut'][]) =>
  cuts.reduce((best, cut) => {
    const cost = ({ criticality, operations }: Cycle['cut']) => [criticalities.indexOf(criticality), operations]
    return comparePlaces(cost(cut), cost(best)) < 0 ? cut : best
  })
