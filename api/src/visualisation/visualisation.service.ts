import type { Input } from '../endpoint.ts'
import type { Graph } from '../graph/graph.ts'
import { readModule } from '../modules/modules.service.ts'
import type { VisEdge, VisGraph, VisNode, visualisationEndpoints } from './visualisation.contract.ts'

interface Found {
  revision: number
  nodes: { ref: string; label: string; description: string; group: VisNode['group'] }[]
  edges: { id: string; from: string; to: string; group: VisEdge['group']; operation: string | null }[]
}

export type VisualisationService = ReturnType<typeof visualisationService>

export const visualisationService = (graph: Graph) => ({
  async graph({ query }: Input<typeof visualisationEndpoints.graph>): Promise<VisGraph> {
    const [found] = await graph.read<Found>('visualisation/around-module', { id: query.focus })
    if (!found) await readModule(graph.read, query.focus)
    const { nodes, edges, revision } = found!
    const total = nodes.length
    return { nodes: placed(nodes, edges), edges: edges.map(drawn), total, returned: total, truncated: false, revision }
  },
})

const structural = ['HAS_CAPABILITY', 'HAS_ENTITY', 'HAS_CONFIGURATION', 'OPERATES_ON', 'EXPOSES']

const drawn = ({ id, from, to, group, operation }: Found['edges'][number]): VisEdge => ({
  id,
  from,
  to,
  label: operation ?? (structural.includes(group) ? '' : group),
  group,
  arrows: group === 'INTEGRATES_WITH' ? '' : 'to',
  dashes: group === 'FLOWS_TO' || group === 'INTEGRATES_WITH',
})

const columns: VisNode['group'][] = ['module', 'configuration', 'entity', 'capability', 'endpoint']
const columnWidth = 320
const rowHeight = 60

/** One column for each group, its nodes below each other in the order of their refs: the same graph is drawn in the same way. */
function placed(nodes: Found['nodes'], edges: Found['edges']): VisNode[] {
  const rows = new Map(columns.map((group) => [group, nodes.filter((node) => node.group === group)]))
  return nodes.map(({ ref, label, description, group }) => {
    const column = rows.get(group)!
    return {
      id: ref,
      label,
      group,
      title: description ? `${label}\n${description}` : label,
      value: edges.filter(({ from, to }) => from === ref || to === ref).length,
      x: columns.indexOf(group) * columnWidth,
      y: (column.findIndex((node) => node.ref === ref) - (column.length - 1) / 2) * rowHeight,
    }
  })
}
