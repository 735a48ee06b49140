import neo4j, { type Node, type Relationship } from 'neo4j-driver'
import { inWorker } from '../../kernel/workers.ts'
import type { draw, Found } from '../visualisation/drawing.ts'
import { healths, moduleStatuses, moduleTypes } from '../../registry/modules/modules.contract.ts'
import { edgeGroups, nodeGroups, type EdgeGroup, type VisGraph } from '../visualisation/visualisation.contract.ts'

type FoundEdge = Found['edges'][number]

/** Maximum number of nodes: the default limit of the graph of the whole registry. */
const mostNodes = 1_500

/**
 * Collects the nodes and relationships of a result and draws them like other graphs of the registry. Internal nodes,
 * such as revisions, are counted but not drawn.
 */
export function picture() {
  const nodes = new Map<string, Node>()
  const relationships = new Map<string, Relationship>()

  /** Adds the nodes and relationships in a value, at any depth. */
  function add(value: unknown): void {
    if (value === null || typeof value !== 'object') return
    if (value instanceof neo4j.types.Node) nodes.set(value.elementId, value)
    else if (value instanceof neo4j.types.Relationship) relationships.set(value.elementId, value)
    else if (value instanceof neo4j.types.Path) {
      for (const { start, relationship, end } of value.segments) [start, relationship, end].forEach(add)
      add(value.start)
    } else Object.values(value).forEach(add)
  }

  /** Draws in a thread: laying out takes half a second, in which this process would answer nobody. */
  function drawn(revision: number): Promise<VisGraph> {
    const shown = new Map(
      [...nodes]
        .flatMap(([element, node]) => drawable(node).map((found) => [element, found] as const))
        .slice(0, mostNodes),
    )
    const connecting = [...relationships.values()].flatMap((one) => {
      const [from, to] = [shown.get(one.startNodeElementId)?.ref, shown.get(one.endNodeElementId)?.ref]
      const group = edgeGroups.find((type) => type === one.type)
      return from !== undefined && to !== undefined && group ? [drawableEdge(one, group, from, to)] : []
    })
    const edges = withoutRepeated(connecting)
    const totalEdges = relationships.size - (connecting.length - edges.length)
    const found = { revision, totalNodes: nodes.size, totalEdges, nodes: [...shown.values()], edges }
    const file = new URL('../visualisation/drawing.ts', import.meta.url)
    return inWorker<typeof draw>('questions', file, 'draw', [found, { level: 'module', direction: 'both', depth: 0 }])
  }

  return { add, drawn }
}

function drawable({ labels, properties }: Node): Found['nodes'] {
  const group = nodeGroups.find((one) => labels.some((label) => label.toLowerCase() === one))
  const { ref, id, name, key, method, path, description }: Record<string, unknown> = properties
  if (group === undefined || typeof ref !== 'string') return []
  const label = group === 'endpoint' ? `${String(method)} ${String(path)}` : String(name ?? key ?? ref)
  const text = typeof description === 'string' ? description : ''
  const looks = group === 'module' ? looksOf(properties) : { status: null, health: null }
  const degrees = { outgoing: {}, incoming: {}, both: {} }
  return [{ ref, birth: String(id), distance: 0, label, description: text, group, ...looks, ...degrees }]
}

/** Values outside their enumeration are omitted. */
const looksOf = ({ status, health, owner, type }: Record<string, unknown>) => ({
  status: moduleStatuses.find((one) => one === status) ?? null,
  health: healths.find((one) => one === health) ?? null,
  owner: typeof owner === 'string' ? owner : null,
  moduleType: moduleTypes.find((one) => one === type) ?? null,
})

function drawableEdge(
  { elementId, properties }: Relationship,
  group: EdgeGroup,
  from: string,
  to: string,
): FoundEdge & { liftedFrom: string[] } {
  const liftedFrom = Array.isArray(properties.liftedFrom) ? properties.liftedFrom.map(String) : []
  const isLifted = !('id' in properties) && liftedFrom.length > 0
  const id = 'id' in properties ? String(properties.id) : isLifted ? `${from} ${group} ${to}` : elementId
  return { id, birth: id, from, to, group, value: isLifted ? 0 : 1, liftedFrom }
}

/** A relationship of parts that is drawn itself is not counted with that of the modules, which has nothing else to show. */
function withoutRepeated(edges: (FoundEdge & { liftedFrom: string[] })[]): FoundEdge[] {
  const drawn = new Set(edges.map(({ id }) => id))
  return edges.flatMap(({ liftedFrom, ...edge }) => {
    const lifted = liftedFrom.filter((id) => !drawn.has(id)).length
    const value = edge.value + lifted
    return value === 0 ? [] : [{ ...edge, value, lifted }]
  })
}
