import type { Input } from '../endpoint.ts'
import type { Graph } from '../graph/graph.ts'
import { readModule } from '../modules/modules.service.ts'
import { moduleOf } from '../history/kinds.ts'
import { layout } from './layout.ts'
import type { VisEdge, VisGraph, VisNode, visualisationEndpoints } from './visualisation.contract.ts'

interface Found {
  revision: number
  focus: string
  nodes: { ref: string; label: string; description: string; group: VisNode['group'] }[]
  edges: { id: string; from: string; to: string; group: VisEdge['group']; operation: string | null }[]
}

export type VisualisationService = ReturnType<typeof visualisationService>

export const visualisationService = (graph: Graph) => ({
  async graph({ query }: Input<typeof visualisationEndpoints.graph>): Promise<VisGraph> {
    const [found] = await graph.read<Found>('visualisation/around-module', { id: query.focus })
    if (!found) await readModule(graph.read, query.focus, '/query/focus')
    const { focus, nodes, edges, revision } = found!
    const total = nodes.length
    const degrees = degreesOf(edges)
    const places = layout(focus, nodes, edges)
    return {
      nodes: nodes.map((node) => ({
        id: node.ref,
        ...lettering(node, focus),
        group: node.group,
        value: degrees.get(node.ref) ?? 0,
        ...places.get(node.ref)!,
      })),
      edges: edges.map(drawn),
      total,
      returned: total,
      truncated: false,
      revision,
    }
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

function degreesOf(edges: Found['edges']) {
  const degrees = new Map<string, number>()
  for (const ref of edges.flatMap(({ from, to }) => [from, to])) degrees.set(ref, (degrees.get(ref) ?? 0) + 1)
  return degrees
}

/** A part of another module says whose it is. */
function lettering({ ref, label, description, group }: Found['nodes'][number], focus: string) {
  const isForeignPart = group !== 'module' && moduleOf(ref) !== moduleOf(focus)
  const name = isForeignPart ? `${label} · ${moduleOf(ref)}` : label
  return { label: name, title: description ? `${name}\n${description}` : name }
}
