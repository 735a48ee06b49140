import { moduleOf } from '../../store/kind.ts'
import { compareTexts, inOrderOfArrival, type Step } from './arrival.ts'
import { joined } from './joining.ts'
import { boxWidth, layered, type Box, type Line, type Place } from './layers.ts'
import { layout } from './layout.ts'
import {
  edgeGroups,
  isStructure,
  nodeGroups,
  type EdgeGroup,
  type GraphQuery,
  type NodeGroup,
  type VisEdge,
  type VisGraph,
  type VisHidden,
  type VisNode,
} from './visualisation.contract.ts'

type Direction = VisHidden['direction']
type Degrees = Partial<Record<EdgeGroup, number>>

/** The nodes and edges to draw, as read from the database; the most important nodes first. */
export interface Found {
  revision: number
  totalNodes: number
  totalEdges: number
  nodes: FoundNode[]
  edges: FoundEdge[]
}
export interface FoundNode extends Record<Direction, Degrees> {
  ref: string
  birth: string
  distance: number
  label: string
  description: string
  group: NodeGroup
  status: VisNode['status'] | null
  health: VisNode['health'] | null
  owner?: string | null
  moduleType?: VisNode['moduleType'] | null
}
export interface FoundEdge {
  id: string
  birth: string
  from: string
  to: string
  group: EdgeGroup
  value: number
  operation?: string | null
  /** Number of the relationships that are between parts of its modules. */
  lifted?: number
}

/** Labels of the groups, and styles of edges. */
const nodeLabels: Record<NodeGroup, string> = {
  module: 'Module',
  capability: 'Capability',
  entity: 'Entity',
  endpoint: 'Endpoint',
  configuration: 'Configuration',
}
const edgeLooks: Record<EdgeGroup, Pick<VisEdge, 'label' | 'arrows' | 'dashes'>> = {
  DEPENDS_ON: { label: 'depends on', arrows: 'to', dashes: false },
  INTEGRATES_WITH: { label: 'integrates with', arrows: '', dashes: true },
  FLOWS_TO: { label: 'sends data to', arrows: 'to', dashes: true },
  PART_OF: { label: 'is part of', arrows: 'to', dashes: false },
  HAS_CAPABILITY: { label: 'can do', arrows: 'to', dashes: false },
  HAS_ENTITY: { label: 'keeps', arrows: 'to', dashes: false },
  HAS_CONFIGURATION: { label: 'is configured by', arrows: 'to', dashes: false },
  OPERATES_ON: { label: 'operates on', arrows: 'to', dashes: false },
  EXPOSES: { label: 'exposes', arrows: 'to', dashes: false },
}

interface Asked extends Pick<GraphQuery, 'level' | 'direction'> {
  depth: number
}

/**
 * Draws a graph: positions, labels, legend and hidden edges. Pure: the same graph always looks the same.
 * @param kept where modules stay
 */
export function draw(found: Found, { level, direction, depth }: Asked, kept: Places = new Map()): VisGraph {
  const edges = found.edges.toSorted((a, b) => compareTexts(a.id, b.id))
  const isWhole = ({ group, distance }: FoundNode) => level === 'part' && group === 'module' && distance === 0
  const hosts = new Set(found.nodes.filter(isWhole).map(({ ref }) => ref))
  const hostOf = ({ ref, group, distance }: FoundNode) => {
    const host = `module:${moduleOf(ref)}`
    return group !== 'module' && distance === 0 && hosts.has(host) ? host : undefined
  }
  const places =
    level === 'module'
      ? placesOfModules(found, kept)
      : layout(
          inOrderOfArrival(found.nodes, stepsAlong(edges, direction), depth).map((node) => ({
            ref: node.ref,
            group: node.group,
            host: hostOf(node),
            isHost: hosts.has(node.ref),
          })),
          edges,
        )
  const labels = new Map(
    found.nodes.map((node) => {
      const isForeign = node.group !== 'module' && hostOf(node) === undefined
      return [node.ref, isForeign ? `${node.label} · ${moduleOf(node.ref)}` : node.label]
    }),
  )
  const shown = countOf(edges)
  const drawnEdges = edges.map((edge) => drawEdge(edge, labels))
  return {
    nodes: found.nodes.map((node) => ({ ...drawNode(node, labels.get(node.ref)!, shown), ...places.get(node.ref)! })),
    edges: drawnEdges,
    totals: { nodes: found.totalNodes, edges: found.totalEdges },
    total: found.totalNodes,
    returned: found.nodes.length,
    truncated: found.nodes.length < found.totalNodes,
    legend: legendOf(found.nodes, drawnEdges),
    revision: found.revision,
  }
}

type Places = ReadonlyMap<string, Place>

/** What the layout of modules needs of them, in the order in which they were made. */
export const toLayOut = ({ nodes, edges }: Found): [boxes: Box[], lines: Line[]] => [
  nodes
    .toSorted((a, b) => compareTexts(a.birth, b.birth) || compareTexts(a.ref, b.ref))
    .map(({ ref, label }) => ({ ref, width: boxWidth(label) })),
  edges.map(({ from, to, group }) => ({ from, to, isDeciding: group === 'DEPENDS_ON' })),
]

/** Modules join a picture that is kept, unless most of it is new. */
function placesOfModules(found: Found, kept: Places): Places {
  const [boxes, lines] = toLayOut(found)
  const isKnown = 2 * boxes.filter(({ ref }) => kept.has(ref)).length > boxes.length
  return isKnown ? joined(boxes, lines, kept) : layered(boxes, lines)
}

/** The steps of the search: relationships in the given direction, integrations in both. */
function stepsAlong(edges: FoundEdge[], direction: Direction): Step[] {
  return edges
    .filter(({ group }) => !isStructure(group))
    .flatMap(({ from, to, birth, group }) => {
      const isBoth = direction === 'both' || group === 'INTEGRATES_WITH'
      return [
        ...(isBoth || direction === 'outgoing' ? [{ from, to, birth }] : []),
        ...(isBoth || direction === 'incoming' ? [{ from: to, to: from, birth }] : []),
      ]
    })
}

const nameOf = (ref: string, group: EdgeGroup, direction: Direction) => JSON.stringify([ref, group, direction])

/** Number of edges of each node by group and direction. */
function countOf(edges: FoundEdge[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { from, to, group } of edges) {
    const isBoth = group === 'INTEGRATES_WITH'
    for (const name of [
      nameOf(from, group, isBoth ? 'both' : 'outgoing'),
      nameOf(to, group, isBoth ? 'both' : 'incoming'),
    ])
      counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

const longestTitle = 300
/** Truncates a text without splitting a surrogate pair. */
const beginningOf = (text: string) => text.slice(0, longestTitle - 1).replace(/[\ud800-\udbff]$/, '')

function drawNode(node: FoundNode, label: string, shown: Map<string, number>): Omit<VisNode, 'x' | 'y'> {
  const { ref, group, description, status, health, owner, moduleType } = node
  const all = edgeGroups.flatMap((type) =>
    (['outgoing', 'incoming', 'both'] as const).map((direction) => ({
      type,
      direction,
      count: node[direction][type] ?? 0,
    })),
  )
  const shortened = description.length > longestTitle ? `${beginningOf(description)}…` : description
  return {
    id: ref,
    label,
    group,
    title: shortened ? `${label}\n${shortened}` : label,
    value: all.reduce((sum, { count }) => sum + count, 0),
    module: moduleOf(ref),
    ...(status && { status }),
    ...(health && { health }),
    ...(owner && { owner }),
    ...(moduleType && { moduleType }),
    hidden: all
      .map((one) => ({ ...one, count: one.count - (shown.get(nameOf(ref, one.type, one.direction)) ?? 0) }))
      .filter(({ count }) => count > 0),
  }
}

function drawEdge({ id, from, to, group, value, operation, lifted }: FoundEdge, labels: Map<string, string>): VisEdge {
  const { label, arrows, dashes } = edgeLooks[group]
  const sentence = `${labels.get(from)!} ${label} ${labels.get(to)!}`
  const more = operation ?? countOfRelationships(value, lifted)
  return {
    id,
    from,
    to,
    group,
    value,
    arrows,
    dashes,
    // Edges between a module and its parts have no label: it would clutter the graph, and the line style shows the
    // type.
    label: operation ?? (isStructure(group) ? '' : label),
    title: more === undefined ? sentence : `${sentence}\n${more}`,
  }
}

/** Undefined for one relationship that is between the ends of the edge: its sentence says everything. */
function countOfRelationships(value: number, lifted = 0): string | undefined {
  if (value === 1 && lifted === 0) return undefined
  const all = value === 1 ? '1 relationship' : `${value} relationships`
  if (lifted === 0) return all
  return lifted === value ? `${all} between parts` : `${all}, ${lifted} of them between parts`
}

function legendOf(nodes: FoundNode[], edges: VisEdge[]): VisGraph['legend'] {
  const count = (items: { group: string }[], group: string) => items.filter((item) => item.group === group).length
  return {
    nodes: nodeGroups
      .map((group) => ({ group, label: nodeLabels[group], count: count(nodes, group) }))
      .filter(({ count }) => count > 0),
    edges: edgeGroups
      .map((group) => ({ group, ...edgeLooks[group], count: count(edges, group) }))
      .filter(({ count }) => count > 0),
  }
}
