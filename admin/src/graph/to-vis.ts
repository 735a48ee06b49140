import type { VisEdge, VisGraph, VisNode } from '@registry/api/contract'
import type { Edge, Node, Options } from 'vis-network/standalone'
import { edgeStyles, inkOn, nodeStyles, paper, type NodeGroup, type Shade } from './palette.ts'

/** The API's graph as vis-network draws it: the API gave the places, the palette gives the looks. */
export function toVis(graph: VisGraph, hidden: readonly NodeGroup[], shade: Shade): { nodes: Node[]; edges: Edge[] } {
  const groups = new Map(graph.nodes.map(({ id, group }) => [id, group]))
  const isHidden = (id: string) => hidden.includes(groups.get(id)!)
  const bend = bends(graph)
  return {
    nodes: graph.nodes.map((node) => ({ ...visNode(node, shade), hidden: isHidden(node.id) })),
    // What is drawn later lies above: what joins modules, above what belongs together anyway.
    edges: graph.edges
      .toSorted((a, b) => edgeStyles[a.group].width - edgeStyles[b.group].width)
      .map((edge) => ({
        ...visEdge(edge, shade),
        hidden: isHidden(edge.from) || isHidden(edge.to),
        smooth: bend(edge),
      })),
  }
}

/** How lines run, so that each can be seen beside others and enters its box where it is meant to. */
function bends({ nodes }: VisGraph) {
  const places = new Map(nodes.map(({ id, x, y }) => [id, { x, y }]))
  const counts = new Map<string, number>()
  return ({ from, to, group }: VisEdge) => {
    const ends = [from, to].toSorted().join('\n')
    const count = counts.get(ends) ?? 0
    counts.set(ends, count + 1)
    if (group === 'EXPOSES')
      return { enabled: true, type: 'cubicBezier', forceDirection: 'horizontal', roundness: 0.8 - 0.2 * count }
    const [start, end] = [places.get(from)!, places.get(to)!]
    // Within a column a line swings out to the left, past what stands between.
    if (start.x === end.x) {
      const roundness = Math.min(0.25, 100 / Math.abs(start.y - end.y)) + 0.1 * count
      return { enabled: true, type: start.y > end.y ? 'curvedCW' : 'curvedCCW', roundness }
    }
    return count > 0 && { enabled: true, type: 'curvedCW', roundness: 0.2 * count }
  }
}

function visNode({ id, label, title, group, x, y }: VisNode, shade: Shade): Node {
  const { shape, size = 25, width = 0, corner = 0, borderWidth, fill, border } = nodeStyles[group]
  const color = { background: fill[shade], border: border[shade] }
  return {
    id,
    label: shortened(label),
    title,
    x,
    y,
    shape,
    size,
    borderWidth,
    shapeProperties: { borderRadius: corner },
    widthConstraint: { minimum: width },
    color: { ...color, highlight: color, hover: color },
    font: {
      color: inkOn[shade],
      strokeColor: paper[shade],
      strokeWidth: shape === 'box' ? 0 : 3,
      size: group === 'module' ? 16 : 14,
      align: group === 'endpoint' ? 'left' : 'center',
      vadjust: shape === 'box' ? 1 : -6,
    },
  }
}

/** Lines within a module say by their look and tooltip what they are; a text on each would bury the picture. */
function visEdge({ id, from, to, title, group, arrows }: VisEdge, shade: Shade): Edge {
  const { width, dashes, arrow, color } = edgeStyles[group]
  return {
    id,
    from,
    to,
    title,
    arrows: arrow ? arrows : '',
    width,
    dashes,
    color: { color: color[shade], highlight: color[shade] },
  }
}

const shortened = (label: string) => (label.length > 40 ? `${label.slice(0, 39)}…` : label)

export const visOptions: Options = {
  autoResize: true,
  physics: false,
  layout: { improvedLayout: false, randomSeed: 0 },
  interaction: { hover: true, multiselect: false, tooltipDelay: 250, keyboard: { enabled: true, bindToWindow: false } },
  nodes: {
    borderWidthSelected: 4,
    labelHighlightBold: true,
    margin: { top: 3, bottom: 3, left: 8, right: 8 },
    font: { face: 'system-ui, sans-serif' },
  },
  edges: { smooth: false, arrowStrikethrough: false, selectionWidth: 2, arrows: { to: { scaleFactor: 0.6 } } },
}
