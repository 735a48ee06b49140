import type { Module, VisEdge } from '@registry/api/contract'
import { isFoundIn } from '@registry/api/words'
import type { Picture } from './picture.ts'

/** Visual marks of nodes and edges, independent of the data of the diagram. */
export interface Marks {
  /** Ids of highlighted nodes and edges; all others are faded. null if nothing is highlighted. */
  strong: ReadonlySet<string> | null
  /** Additional line of text below the name, by node id. */
  notes: ReadonlyMap<string, string>
  health: ReadonlyMap<string, Module['health']> | null
  pinned: ReadonlySet<string>
}

export const noMarks: Marks = { strong: null, notes: new Map(), health: null, pinned: new Set() }

/** Ids of the nodes of a path and of the edges between successive ones, in either direction. */
export function along(edges: VisEdge[], way: readonly string[]): Set<string> {
  const steps = new Set(way.slice(1).flatMap((to, index) => [`${way[index]} ${to}`, `${to} ${way[index]}`]))
  return new Set([...way, ...edges.filter(({ from, to }) => steps.has(`${from} ${to}`)).map(({ id }) => id)])
}

/** Ids of a node, its neighbours, and the edges between it and them. */
export function around(edges: VisEdge[], id: string): Set<string> {
  const own = edges.filter(({ from, to }) => from === id || to === id)
  return new Set([id, ...own.flatMap((edge) => [edge.id, edge.from, edge.to])])
}

/** Ids of nodes and of the edges between them. */
export function among({ edges }: Pick<Picture, 'edges'>, refs: Iterable<string>): Set<string> {
  const nodes = new Set(refs)
  const between = edges.filter(({ from, to }) => nodes.has(from) && nodes.has(to)).map(({ id }) => id)
  return new Set([...nodes, ...between])
}

/** Ids of the nodes whose name or ref contains the text, from left to right, then from top to bottom. */
export function hitsOf({ nodes }: Picture, sought: string): string[] {
  if (sought.trim() === '') return []
  return nodes
    .filter(({ id, label }) => isFoundIn(`${label} ${id}`, sought))
    .toSorted((a, b) => a.x - b.x || a.y - b.y)
    .map(({ id }) => id)
}
