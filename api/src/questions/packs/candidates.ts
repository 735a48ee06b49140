import type { Graph } from '../../graph/graph.ts'
import { fromRow, moduleOf } from '../../store/kind.ts'
import type { Module } from '../../registry/modules/modules.contract.ts'
import { luceneOf, readQuestion } from '../search/question.ts'
import { relationshipsOf } from '../traversal/nodes.ts'
import { pieceOfRelationship, piecesOf, type Piece } from './pieces.ts'

const hitsRead = 120
/** Minimum fit of a candidate, relative to the best module. */
const leastFit = 0.25
const mostFound = 12
/** Number of best modules whose neighbours are candidates too. */
const widened = 5
const neighboursOfEach = 20
const mostNear = 12

export interface FoundHit {
  ref: string
  module: string
  score: number
}

interface Neighbours {
  key: string
  neighbours: { key: string; type: string; outgoing: boolean }[]
}

/** The pieces from which a pack for a task is made, in an order that depends only on the registry and the task. */
export async function candidatesFor(graph: Graph, task: string, named: string[]): Promise<Piece[]> {
  const question = readQuestion(task)
  const [rows] = await graph.read('search/hits', {
    text: luceneOf(question),
    kinds: ['Module', 'Capability', 'Entity', 'Configuration'],
    module: null,
    afterScore: null,
    afterRef: null,
    limit: hitsRead,
  })
  const found = fitOf(rows!.items, named)
  const around = await graph.read('context/neighbours', {
    keys: [...found.keys()].slice(0, Math.max(widened, named.length)),
    each: neighboursOfEach,
  })
  const near = nearTo(found, around)
  const values = new Map([...found, ...near])
  const keys = [...values.keys()]
  const facts = await graph.read('context/facts', { keys })
  const [joined] = await graph.read('context/between', { keys })
  const relationships = await relationshipsOf(graph, joined!.ids)
  const best = Math.max(...rows!.items.map(({ score }) => score), Number.MIN_VALUE)
  const byRef = new Map(rows!.items.map(({ ref, score }) => [ref, score / best]))
  const byKey = new Map(facts.map((one) => [one.module.key, one]))
  const pieces = keys.flatMap((key) => {
    const one = byKey.get(key)
    if (!one) return []
    const module = fromRow<Module>('module', one.module)
    return piecesOf({ ...one, module }, values.get(key)!, byRef, found.has(key))
  })
  const edges = [...relationships.values()].flatMap((relationship) => {
    const [source, target] = [moduleOf(relationship.source), moduleOf(relationship.target)]
    const under = [source, target].find((key) => found.has(key))
    if (under === undefined) return []
    return [pieceOfRelationship(relationship, under, (values.get(source)! + values.get(target)!) / 2)]
  })
  return [...pieces, ...edges.toSorted((a, b) => b.value - a.value || (a.ref < b.ref ? -1 : 1))]
}

const weights: Record<string, number> = { module: 1, capability: 0.9, entity: 1, configuration: 0.6 }

/** Fit of modules by the hits on them and their parts, best first; named modules have the best fit. Pure. */
export function fitOf(hits: FoundHit[], named: string[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { ref, module, score } of hits) {
    const points = score * weights[ref.slice(0, ref.indexOf(':'))]!
    const before = sums.get(module)
    // Hits are sorted by score: the first of a module counts fully, each further one a fifth.
    sums.set(module, before === undefined ? points : before + points / 5)
  }
  const best = Math.max(...sums.values(), Number.MIN_VALUE)
  const scale = named.length > 0 ? 0.8 : 1
  const fits = [...sums]
    .map(([key, sum]): [string, number] => [key, (sum / best) * scale])
    .filter(([key, fit]) => fit >= leastFit * scale && !named.includes(key))
    .toSorted(byFit)
    .slice(0, mostFound)
  return new Map([...named.map((key): [string, number] => [key, 1]), ...fits])
}

const typeWeights: Record<string, number> = {
  MODULE_DEPENDS_ON: 1,
  MODULE_PART_OF: 0.9,
  MODULE_FLOWS_TO: 0.8,
  MODULE_INTEGRATES_WITH: 0.7,
}

/** Neighbours of the found modules, by the fit of those and the type of their relationship. Pure. */
export function nearTo(found: ReadonlyMap<string, number>, around: Neighbours[]): Map<string, number> {
  const near = new Map<string, number>()
  for (const { key, neighbours } of around)
    for (const { key: other, type } of neighbours) {
      const fit = 0.3 * found.get(key)! * typeWeights[type]!
      if (!found.has(other)) near.set(other, Math.max(near.get(other) ?? 0, fit))
    }
  return new Map([...near].toSorted(byFit).slice(0, mostNear))
}

const byFit = ([a, x]: [string, number], [b, y]: [string, number]) => y - x || (a < b ? -1 : 1)
