import type { EdgeGroup, VisEdge, VisGraph, VisHidden, VisNode } from '@registry/api/contract'
import type { Picture, Place } from './picture.ts'

/** Nodes that the user added next to an anchor: one of its neighbours, or all. */
export interface Addition {
  anchor: string
  ref: string
}
const all = '*'

/** Parses an addition as written in the URL, such as `module:crm module:erp`; refs contain no spaces. */
export const additionOf = (text: string): Addition => {
  const [anchor = '', ref = all] = text.split(' ')
  return { anchor, ref }
}
export const writtenAddition = ({ anchor, ref }: Addition): string => `${anchor} ${ref}`
export const allAround = (anchor: string): Addition => ({ anchor, ref: all })

/** Adds nodes at their position relative to the anchor, or at the nearest free one; existing nodes do not move. */
export function grown(base: VisGraph, additions: Addition[], around: ReadonlyMap<string, VisGraph>): VisGraph {
  const nodes = new Map(base.nodes.map((node) => [node.id, node]))
  const edges = new Map(base.edges.map((edge) => [edge.id, edge]))
  const degrees = degreesOf(base)
  const room = new Room(base.nodes)
  for (const { anchor, ref } of additions) {
    const [graph, start] = [around.get(anchor), nodes.get(anchor)]
    const origin = graph?.nodes.find(({ id }) => id === anchor)
    if (!graph || !start || !origin) continue
    for (const [id, degree] of degreesOf(graph)) if (!degrees.has(id)) degrees.set(id, degree)
    for (const node of graph.nodes) {
      if (nodes.has(node.id) || (ref !== all && node.id !== ref)) continue
      const place = room.take({ x: start.x + node.x - origin.x, y: start.y + node.y - origin.y })
      nodes.set(node.id, { ...node, ...place })
    }
    for (const edge of graph.edges) if (nodes.has(edge.from) && nodes.has(edge.to)) edges.set(edge.id, edge)
  }
  return recounted({ ...base, nodes: [...nodes.values()], edges: [...edges.values()] }, degrees)
}

/** Keeps matching nodes and the edges between them; the removed edges count as hidden. */
export function reduced(graph: VisGraph, isKept: (id: string) => boolean): VisGraph {
  const nodes = graph.nodes.filter(({ id }) => isKept(id))
  const shown = new Set(nodes.map(({ id }) => id))
  const edges = graph.edges.filter(({ from, to }) => shown.has(from) && shown.has(to))
  return recounted({ ...graph, nodes, edges }, degreesOf(graph))
}

/** A node with its neighbours. */
export const neighboursOf = (graph: Pick<VisGraph, 'edges'>, id: string): Set<string> =>
  new Set([id, ...graph.edges.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []))])

/** Neighbours connected only to the node and to each other: those that collapsing the node removes. */
export function onlyThrough(graph: Pick<VisGraph, 'edges'>, id: string): string[] {
  const around = neighboursOf(graph, id)
  const held = new Set(
    graph.edges
      .filter(({ from, to }) => from !== id && to !== id)
      .flatMap(({ from, to }) => (around.has(from) && around.has(to) ? [] : [from, to])),
  )
  return [...around].filter((one) => one !== id && !held.has(one))
}

/** Moves nodes to the given positions. */
export const placed = (graph: Picture, places: ReadonlyMap<string, Place>): Picture =>
  places.size === 0 ? graph : { ...graph, nodes: graph.nodes.map((node) => ({ ...node, ...places.get(node.id) })) }

export const hiddenBehind = ({ hidden }: Pick<VisNode, 'hidden'>): number =>
  hidden.reduce((sum, { count }) => sum + count, 0)

/** Adds modules that an answer names and the diagram lacks, in one row below it. */
export function withNamed(graph: VisGraph, named: { ref: string; name: string }[], edges: VisEdge[]): VisGraph {
  const known = new Set(graph.nodes.map(({ id }) => id))
  const missing = named.filter(({ ref }) => !known.has(ref))
  const bottom = graph.nodes.reduce((lowest, { y }) => Math.max(lowest, y), 0) + 140
  const nodes = missing.map(({ ref, name }, index) => namedNode(ref, name, { x: index * 260, y: bottom }))
  const drawn = new Set(graph.edges.map(({ id }) => id))
  return {
    ...graph,
    nodes: [...graph.nodes, ...nodes],
    edges: [...graph.edges, ...edges.filter(({ id }) => !drawn.has(id))],
  }
}

export const namedNode = (ref: string, name: string, place: Place): VisNode => ({
  id: ref,
  label: name,
  group: ref.split(':')[0] as VisNode['group'],
  title: name,
  value: 0,
  hidden: [],
  module: ref.slice(ref.indexOf(':') + 1).split('/')[0]!,
  ...place,
})

export const namedEdge = (from: string, group: EdgeGroup, to: string, label: string): VisEdge => ({
  id: `${from} ${group} ${to}`,
  from,
  to,
  label,
  group,
  title: label,
  value: 1,
  dashes: false,
  arrows: group === 'INTEGRATES_WITH' ? '' : 'to',
})

type Degree = Map<string, number>
const kindOf = ({ type, direction }: Omit<VisHidden, 'count'>) => `${type} ${direction}`

/** Number of edges by type for each node, shown and hidden: its degree in the whole registry. */
function degreesOf({ nodes, edges }: VisGraph): Map<string, Degree> {
  const degrees = shownDegrees(edges)
  return new Map(
    nodes.map(({ id, hidden }) => {
      const degree: Degree = new Map(degrees.get(id))
      for (const one of hidden) degree.set(kindOf(one), (degree.get(kindOf(one)) ?? 0) + one.count)
      return [id, degree]
    }),
  )
}

function shownDegrees(edges: VisEdge[]): Map<string, Degree> {
  const degrees = new Map<string, Degree>()
  const count = (id: string, type: EdgeGroup, direction: VisHidden['direction']) => {
    const degree = degrees.get(id) ?? new Map<string, number>()
    degrees.set(id, degree.set(kindOf({ type, direction }), (degree.get(kindOf({ type, direction })) ?? 0) + 1))
  }
  for (const { from, to, group } of edges) {
    const isBoth = group === 'INTEGRATES_WITH'
    count(from, group, isBoth ? 'both' : 'outgoing')
    count(to, group, isBoth ? 'both' : 'incoming')
  }
  return degrees
}

function recounted(graph: VisGraph, degrees: Map<string, Degree>): VisGraph {
  const shown = shownDegrees(graph.edges)
  const nodes = graph.nodes.map((node) => {
    const hidden = [...degrees.get(node.id)!].flatMap(([kind, total]): VisHidden[] => {
      const [type, direction] = kind.split(' ') as [EdgeGroup, VisHidden['direction']]
      const count = total - (shown.get(node.id)?.get(kind) ?? 0)
      return count > 0 ? [{ type, direction, count }] : []
    })
    return { ...node, hidden }
  })
  return { ...graph, nodes, total: Math.max(graph.total, nodes.length), returned: nodes.length }
}

/** Grid of occupied cells: two nodes in one cell would overlap. */
class Room {
  private readonly taken = new Set<string>()

  constructor(nodes: Place[]) {
    for (const node of nodes) this.taken.add(cellOf(node))
  }

  take({ x, y }: Place): Place {
    for (let step = 0; ; step++) {
      const away = (step % 2 ? 1 : -1) * Math.ceil(step / 2) * cellHeight
      const place = { x, y: y + away }
      if (this.taken.has(cellOf(place))) continue
      this.taken.add(cellOf(place))
      return place
    }
  }
}
const [cellWidth, cellHeight] = [200, 56]
const cellOf = ({ x, y }: Place) => `${Math.round(x / cellWidth)} ${Math.round(y / cellHeight)}`
