import { Problem } from '../../kernel/errors.ts'
import type { Graph } from '../../graph/graph.ts'
import { meantBy, moduleMeantBy, noModule } from '../../registry/modules/nearest.ts'
import { fromRow } from '../../store/kind.ts'
import { criticalities, type Relationship } from '../../registry/relationships/relationships.contract.ts'

export interface Named {
  ref: string
  name: string
}

/** Finds a module or a part. @throws Problem `not-found` with this pointer */
export async function findNode(graph: Graph, id: string, pointer: string, onlyModules = false): Promise<Named> {
  const [node] = await graph.read('paths/node', { id })
  if (node && (node.ref.startsWith('module:') || !onlyModules)) return node
  if (onlyModules) throw await noModule(graph.read, id, pointer)
  const what = 'module, capability or configuration'
  const meant = await (id.includes(':') ? meantBy(graph.read, id) : moduleMeantBy(graph.read, id))
  throw new Problem('not-found', `there is no ${what} ${id}${meant}`, [{ pointer, reason: `names no ${what}${meant}` }])
}

/** Names and other basic data of nodes by ref. */
export async function namesOf(graph: Graph, refs: Iterable<string>) {
  const rows = await graph.read('modules/named', { refs: [...new Set(refs)] })
  return new Map(rows.map((row) => [row.ref, row]))
}

/** Relationships by id. */
export async function relationshipsOf(graph: Graph, ids: Iterable<string>): Promise<Map<string, Relationship>> {
  const rows = await graph.read('relationships/read', {
    ids: [...new Set(ids)],
  })
  const found = rows.map(({ relationship }) => fromRow<Relationship>('relationship', relationship))
  return new Map(found.map((relationship) => [relationship.id, relationship]))
}

export interface Pair {
  source: string
  target: string
}

/**
 * The relationships from source to target of each pair, in the order of the pairs.
 * @param lifted whether those of the parts of two modules count as well
 */
export async function joining(
  graph: Graph,
  pairs: Pair[],
  types: string[],
  lifted: boolean,
): Promise<Relationship[][]> {
  if (pairs.length === 0) return []
  const rows = await graph.read('paths/joining', { pairs, types, lifted })
  const idsOf = new Map(rows.map(({ source, target, ids }) => [`${source} ${target}`, ids]))
  const relationships = await relationshipsOf(graph, [...idsOf.values()].flat())
  return pairs.map(({ source, target }) =>
    (idsOf.get(`${source} ${target}`) ?? []).sort().map((id) => relationships.get(id)!),
  )
}

export const highest = (relationships: Relationship[]) =>
  criticalities[Math.max(...relationships.map(({ criticality }) => criticalities.indexOf(criticality)))]!
