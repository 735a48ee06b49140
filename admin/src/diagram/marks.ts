import type { Module, VisEdge } from '@registry/api/contract'
import type { Picture } from './picture.ts'

/** What lies over a picture without changing what is in it. */
export interface Marks {
  /** Ids of nodes and edges that matter; all others are faded. Null when nothing stands out. */
  strong: ReadonlySet<string> | null
  /** A line of text below the name of a node. */
  notes: ReadonlyMap<string, string>
  health: ReadonlyMap<string, Module['health']> | null
  pinned: ReadonlySet<string>
}

export const noMarks: Marks = { strong: null, notes: new Map(), health: null, pinned: new Set() }

/** The steps of a way and what draws them, in whichever direction the edges point. */
export function along(edges: VisEdge[], way: readonly string[]): Set<string> {
  const steps = new Set(way.slice(1).flatMap((to, index) => [`${way[index]} ${to}`, `${to} ${way[index]}`]))
  return new Set([...way, ...edges.filter(({ from, to }) => steps.has(`${from} ${to}`)).map(({ id }) => id)])
}

/** Some nodes with what joins them. */
export function among({ edges }: Pick<Picture, 'edges'>, refs: Iterable<string>): Set<string> {
  const nodes = new Set(refs)
  const between = edges.filter(({ from, to }) => nodes.has(from) && nodes.has(to)).map(({ id }) => id)
  return new Set([...nodes, ...between])
}

/** Ids of the nodes whose name or ref holds what is looked for, in the order of the picture from its top left. */
export function hitsOf({ nodes }: Picture, sought: string): string[] {
  const wanted = sought.trim().toLowerCase()
  if (wanted === '') return []
  return nodes
    .filter(({ id, label }) => `${label} ${id}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => a.x - b.x || a.y - b.y)
    .map(({ id }) => id)
}
