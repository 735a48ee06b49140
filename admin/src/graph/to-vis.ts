import type { VisEdge, VisGraph, VisNode } from '@registry/api/contract'
import type { Edge, Node, Options } from 'vis-network/standalone'
import { edgeStyles, inkOn, nodeStyles, paper, type NodeGroup, type Shade } from './palette.ts'

/** The API's graph as vis-network draws it: the API gave the places, the palette gives the looks. */
export function toVis(graph: VisGraph, hidden: readonly NodeGroup[], shade: Shade): { nodes: Node[]; edges: Edge[] } {
  const groups = new Map(graph.nodes.map(({ id, group }) => [id, group]))
  const isHidden = (id: string) => hidden.includes(groups.get(id)!)
  const turn = turns()
  return {
    nodes: graph.nodes.map((node) => ({ ...visNode(node, shade), hidden: isHidden(node.id) })),
    edges: graph.edges.map((edge) => ({
      ...visEdge(edge, shade),
      hidden: isHidden(edge.from) || isHidden(edge.to),
      smooth: bend(turn(edge)),
    })),
  }
}

/** Counts the lines between the same two nodes. */
function turns() {
  const counts = new Map<string, number>()
  return ({ from, to }: VisEdge) => {
    const ends = [from, to].toSorted().join('\n')
    const count = counts.get(ends) ?? 0
    counts.set(ends, count + 1)
    return count
  }
}

/** The first line between two nodes is straight, further ones swing out so that each can be seen. */
const bend = (turn: number) => turn > 0 && { enabled: true, type: 'curvedCW', roundness: 0.15 * turn }

function visNode({ id, label, title, group, x, y }: VisNode, shade: Shade): Node {
  const { shape, size, fill, border } = nodeStyles[group]
  const color = { background: fill[shade], border: border[shade] }
  return {
    id,
    label: shortened(label),
    title,
    x,
    y,
    shape,
    size,
    color: { ...color, highlight: color, hover: color },
    font: { color: inkOn[shade], strokeColor: paper[shade] },
  }
}

/** Lines within a module say by their look and tooltip what they are; a text on each would bury the picture. */
function visEdge({ id, from, to, label, group, arrows }: VisEdge, shade: Shade): Edge {
  const { width, dashes, color } = edgeStyles[group]
  return { id, from, to, title: label, arrows, width, dashes, color: { color: color[shade], highlight: color[shade] } }
}

const shortened = (label: string) => (label.length > 40 ? `${label.slice(0, 39)}…` : label)

export const visOptions: Options = {
  autoResize: true,
  physics: false,
  layout: { improvedLayout: false, randomSeed: 0 },
  interaction: { hover: true, multiselect: false, tooltipDelay: 250, keyboard: { enabled: true, bindToWindow: false } },
  nodes: {
    borderWidth: 1.5,
    borderWidthSelected: 4,
    labelHighlightBold: true,
    font: { size: 14, face: 'system-ui, sans-serif', strokeWidth: 3 },
  },
  edges: { smooth: false, arrowStrikethrough: false, selectionWidth: 2, arrows: { to: { scaleFactor: 0.6 } } },
}
