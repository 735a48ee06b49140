import type { Read } from '../../graph/graph.ts'
import { draw, type Found, type FoundEdge, type FoundNode } from '../../questions/visualisation/drawing.ts'
import { findGraph } from '../../questions/visualisation/visualisation.service.ts'
import type { NodeGroup } from '../../questions/visualisation/visualisation.contract.ts'
import type { StoredCapability } from '../../registry/capabilities/capabilities.contract.ts'
import { endpointKey } from '../../registry/endpoints/endpoints.service.ts'
import type { Module } from '../../registry/modules/modules.contract.ts'
import { relationshipTypes, type Relationship } from '../../registry/relationships/relationships.contract.ts'
import { kindOf, kindsInOrder, ofKind, type State, type Step } from '../../store/kind.ts'
import type { Effect } from './effect.ts'
import type { PatchPreview } from './patches.contract.ts'
import type { ClosingStep } from './steps/closing-steps.ts'

const mostNodes = 300
/** More than are shown, since a change may bring others forward; a hub has too many to read them all. */
const mostRead = 1_500
const asked = { direction: 'both', level: 'part' } as const
const nothing: Found = { revision: 0, totalNodes: 0, totalEdges: 0, nodes: [], edges: [] }

/** Draws the module as it is, and as it would be after the steps except those that close cycles. */
export async function diagramsOf(
  run: Read,
  { key, difference, steps }: Effect,
  closing: ClosingStep[],
  revision: number,
): Promise<PatchPreview['diagrams']> {
  const found = difference.before
    ? await findGraph(run, { ...asked, limit: mostRead, focus: key, depth: 1 })
    : undefined
  const refused = new Set(closing.map(({ step }) => step))
  const written = steps.filter((step) => !refused.has(step))
  const after = new Picture(`module:${key}`, found ?? nothing)
  const foreign = after.unknownEnds(written)
  if (foreign.length > 0) {
    // With those that are there already, since they may be joined with each other.
    const refs = [...foreign, ...after.refs()]
    after.add((await findGraph(run, { ...asked, limit: refs.length }, refs))!, foreign)
  }
  // A capability refers to entities and endpoints, relationships to what is joined.
  for (const kind of kindsInOrder()) for (const step of ofKind(kind, written)) after.apply(step)
  const drawn = (one: Found) => draw(one, { direction: 'both', level: 'part', depth: 1 })
  return {
    before: found ? drawn(new Picture(`module:${key}`, found).found(found.revision)) : null,
    after: drawn(after.found(revision)),
  }
}

const active = (state: State | null): Relationship | undefined => {
  if (!state || kindOf(state.ref) !== 'relationship') return undefined
  const relationship = state as Relationship
  return relationship.state === 'active' ? relationship : undefined
}

/** The nodes and edges of a module and of what it is joined with, changed in memory as `visualisation/parts` would find them. */
class Picture {
  private readonly nodes = new Map<string, FoundNode>()
  private readonly edges = new Map<string, FoundEdge>()
  /** Numbers of those that are there, but were not read. */
  private readonly unread: { nodes: number; edges: number }

  constructor(
    private readonly focus: string,
    { nodes, edges, totalNodes, totalEdges }: Found,
  ) {
    this.unread = { nodes: totalNodes - nodes.length, edges: totalEdges - edges.length }
    for (const node of nodes) this.nodes.set(node.ref, structuredClone(node))
    for (const edge of edges) this.edges.set(edge.id, edge)
  }

  /** Refs of nodes of other modules that the steps join with this one, or did, and that are not here yet. */
  unknownEnds(steps: Step[]): string[] {
    const created = new Set(steps.map(({ after }) => after?.ref))
    const ends = steps.flatMap(({ before, after }) =>
      [active(before), active(after)].flatMap((joining) => (joining ? [joining.source, joining.target] : [])),
    )
    return [...new Set(ends)].filter((ref) => !created.has(ref) && !this.nodes.has(ref))
  }

  refs(): string[] {
    return [...this.nodes.keys()]
  }

  /** Adds nodes of other modules, and what joins them with each other and with those that are here. */
  add({ nodes, edges }: Found, foreign: string[]): void {
    const added = new Set(foreign)
    // Those that are joined with this module already have been counted, too.
    const counted = new Set([
      ...this.refs(),
      ...edges.flatMap(({ from, to }) => [...(this.isOwn(from) ? [to] : []), ...(this.isOwn(to) ? [from] : [])]),
    ])
    for (const edge of edges) {
      if (!this.edges.has(edge.id) && counted.has(edge.from) && counted.has(edge.to)) this.unread.edges--
      this.edges.set(edge.id, edge)
    }
    for (const node of nodes) {
      if (!added.has(node.ref)) continue
      if (counted.has(node.ref)) this.unread.nodes--
      this.nodes.set(node.ref, { ...node, distance: 1 })
    }
  }

  apply({ before, after }: Step): void {
    const state = (after ?? before)!
    const kind = kindOf(state.ref)
    if (kind === 'relationship') {
      const [left, joined] = [active(before), active(after)]
      if (left) this.disconnect(left.id)
      if (joined) this.connect(edgeOf(joined))
    } else if (isDrawn(kind)) {
      const known = this.nodes.get(state.ref)
      for (const { id } of this.structureFrom(state.ref)) if (before) this.disconnect(id)
      if (after) {
        this.nodes.set(state.ref, { ...nodeOf(kind, after), ...(known && degreesOf(known)) })
        for (const edge of structureOf(kind, after)) this.connect(edge)
      } else {
        for (const { id, from, to } of [...this.edges.values()]) if ([from, to].includes(state.ref)) this.disconnect(id)
        this.nodes.delete(state.ref)
      }
    }
  }

  /** What is shown of it: the module with its parts, and what these are joined with; the most important nodes first. */
  found(revision: number): Found {
    const joined = new Set(
      [...this.edges.values()].flatMap(({ from, to }) => [
        ...(this.isOwn(from) ? [to] : []),
        ...(this.isOwn(to) ? [from] : []),
      ]),
    )
    const visible = [...this.nodes.values()].filter(({ ref, distance }) => distance === 0 || joined.has(ref))
    const degree = ({ outgoing, incoming, both }: FoundNode) =>
      [outgoing, incoming, both].reduce(
        (sum, { DEPENDS_ON = 0, FLOWS_TO = 0, PART_OF = 0, INTEGRATES_WITH = 0 }) =>
          sum + DEPENDS_ON + FLOWS_TO + PART_OF + INTEGRATES_WITH,
        0,
      )
    const nodes = visible
      .toSorted(
        (a, b) =>
          a.distance - b.distance ||
          Number(b.ref === this.focus) - Number(a.ref === this.focus) ||
          degree(b) - degree(a) ||
          (a.ref < b.ref ? -1 : 1),
      )
      .slice(0, mostNodes)
    const between = (list: FoundNode[]) => {
      const refs = new Set(list.map(({ ref }) => ref))
      return [...this.edges.values()].filter(({ from, to }) => refs.has(from) && refs.has(to))
    }
    const totalNodes = visible.length + this.unread.nodes
    const totalEdges = between(visible).length + this.unread.edges
    return { revision, totalNodes, totalEdges, nodes, edges: between(nodes) }
  }

  private isOwn(ref: string): boolean {
    return this.nodes.get(ref)?.distance === 0
  }

  /** Edges that belong to a capability: to its entity and its endpoints. */
  private structureFrom(ref: string): FoundEdge[] {
    return [...this.edges.values()].filter(
      ({ from, group }) => from === ref && (group === 'OPERATES_ON' || group === 'EXPOSES'),
    )
  }

  private connect(edge: FoundEdge): void {
    if (this.edges.has(edge.id) || !this.nodes.has(edge.from) || !this.nodes.has(edge.to)) return
    this.edges.set(edge.id, edge)
    this.count(edge, 1)
  }

  private disconnect(id: string): void {
    const edge = this.edges.get(id)
    if (!edge) return
    this.edges.delete(id)
    this.count(edge, -1)
  }

  private count({ from, to, group }: FoundEdge, by: number): void {
    const [source, target] = [this.nodes.get(from)!, this.nodes.get(to)!]
    const isBoth = group === 'INTEGRATES_WITH'
    for (const degrees of [isBoth ? source.both : source.outgoing, isBoth ? target.both : target.incoming])
      degrees[group] = (degrees[group] ?? 0) + by
  }
}

const isDrawn = (kind: string): kind is NodeGroup =>
  ['module', 'capability', 'entity', 'endpoint', 'configuration'].includes(kind)

const degreesOf = ({ outgoing, incoming, both }: FoundNode) => ({ outgoing, incoming, both })

function nodeOf(group: NodeGroup, state: State): FoundNode {
  const { name, key, description = '' } = state as State & { name?: string; key?: string; description?: string }
  const {
    status = null,
    health = null,
    owner = null,
    type: moduleType = null,
  } = group === 'module' ? (state as Module) : {}
  return {
    ref: state.ref,
    birth: state.id,
    distance: 0,
    label: (name ?? key)!,
    description,
    group,
    status,
    health,
    owner,
    moduleType,
    outgoing: {},
    incoming: {},
    both: {},
  }
}

function edgeOf({ id, type, source, target }: Relationship): FoundEdge {
  return { id, birth: id, from: source, to: target, group: relationshipTypes[type], value: 1 }
}

const ownership = { capability: 'HAS_CAPABILITY', entity: 'HAS_ENTITY', configuration: 'HAS_CONFIGURATION' } as const

/** Edges to a part from its module, and from a capability to its entity and endpoints. */
function structureOf(kind: NodeGroup, state: State): FoundEdge[] {
  const edge = (from: string, group: FoundEdge['group'], to: string, operation?: string): FoundEdge => ({
    id: `${from} ${group} ${to}${operation === undefined ? '' : ` ${operation}`}`,
    birth: '',
    from,
    to,
    group,
    value: 1,
    operation,
  })
  if (kind === 'module' || kind === 'endpoint') return []
  const { module } = state as State & { module: string }
  const own = edge(`module:${module}`, ownership[kind], state.ref)
  if (kind !== 'capability') return [own]
  const { entity, endpoints } = state as State & StoredCapability
  return [
    own,
    ...(entity === null ? [] : [edge(state.ref, 'OPERATES_ON', `entity:${module}/${entity}`)]),
    ...endpoints.map((exposed) =>
      edge(state.ref, 'EXPOSES', `endpoint:${module}/${endpointKey(exposed)}`, exposed.operation),
    ),
  ]
}
