import type { VisEdge } from '@registry/api/contract'
import type { Edge, Node, Options } from 'vis-network/standalone'
import { isGroup } from './groups.ts'
import type { Picture, PictureNode, Place } from './picture.ts'
import { noMarks, type Marks } from './marks.ts'
import { edgeStyles, healthStyles, inkOn, nodeStyles, paper, type NodeGroup, type Shade } from './styles.ts'
import { hiddenBehind } from './growth.ts'

/** Converts a diagram for vis-network: positions from the API, styles from `styles.ts`. */
export function toVis(
  graph: Picture,
  hidden: readonly NodeGroup[],
  shade: Shade,
  marks: Marks = noMarks,
): { nodes: Node[]; edges: Edge[] } {
  const groups = new Map(graph.nodes.map(({ id, group }) => [id, group]))
  const isHidden = (id: string) => hidden.includes(groups.get(id)!)
  const bend = bends(graph)
  return {
    nodes: graph.nodes.map((node) => ({ ...visNode(node, shade, marks), hidden: isHidden(node.id) })),
    // Edges between modules come last, which draws them above the thinner edges within modules.
    edges: graph.edges
      .toSorted((a, b) => edgeStyles[a.group].width - edgeStyles[b.group].width)
      .map((edge) => ({
        ...visEdge(edge, shade, marks),
        hidden: isHidden(edge.from) || isHidden(edge.to),
        smooth: bend(edge),
      })),
  }
}

/** Maximum number of nodes for routing edges around nodes: with more, the search takes too long and helps nobody. */
const mostPassed = 200

/** Curves of edges, so that parallel edges stay apart and none runs through a node between its ends. */
function bends({ nodes }: Picture) {
  const places = new Map(nodes.map(({ id, x, y }) => [id, { x, y }]))
  const isInTheWay = (start: Place, end: Place) =>
    nodes.length <= mostPassed && nodes.some((node) => isOnLine(node, start, end))
  const counts = new Map<string, number>()
  return ({ from, to, group }: VisEdge) => {
    const ends = [from, to].toSorted().join('\n')
    const count = counts.get(ends) ?? 0
    counts.set(ends, count + 1)
    if (group === 'EXPOSES')
      return { enabled: true, type: 'cubicBezier', forceDirection: 'horizontal', roundness: 0.8 - 0.2 * count }
    const [start, end] = [places.get(from)!, places.get(to)!]
    // Within a column, edges curve to the left of the nodes between.
    if (start.x === end.x) {
      const roundness = Math.min(0.25, 100 / Math.abs(start.y - end.y)) + 0.1 * count
      return { enabled: true, type: start.y > end.y ? 'curvedCW' : 'curvedCCW', roundness }
    }
    // Edges curve through the space between two rows, past the nodes between.
    if (isInTheWay(start, end)) {
      const roundness = 100 / Math.abs(end.x - start.x) + 0.06 * count
      return { enabled: true, type: start.x < end.x ? 'curvedCW' : 'curvedCCW', roundness }
    }
    return count > 0 && { enabled: true, type: 'curvedCW', roundness: 0.2 * count }
  }
}

/** Whether a straight edge would cross a node of common size. */
function isOnLine({ x, y }: Place, start: Place, end: Place): boolean {
  const [left, right] = start.x < end.x ? [start, end] : [end, start]
  if (x <= left.x || x >= right.x) return false
  const height = left.y + ((right.y - left.y) * (x - left.x)) / (right.x - left.x)
  return Math.abs(height - y) < 20
}

function visNode(node: PictureNode, shade: Shade, marks: Marks): Node {
  const { id, title, group, x, y } = node
  const { shape, size = 25, width = 0, widest, corner = 0, borderWidth, fill, border } = nodeStyles[group]
  const health = marks.health?.get(id)
  const look = health ? healthStyles[health] : { fill, border }
  const color = { background: look.fill[shade], border: look.border[shade] }
  return {
    id,
    label: nameWith(node, marks),
    title,
    opacity: isFaded(id, marks) ? 0.15 : 1,
    x,
    y,
    shape,
    size,
    borderWidth,
    shapeProperties: { borderRadius: corner, borderDashes: marks.pinned.has(id) && [6, 3] },
    widthConstraint: { minimum: width, maximum: widest },
    color: { ...color, highlight: color, hover: color },
    font: {
      color: isFaded(id, marks) ? faint[shade] : inkOn[shade],
      strokeColor: paper[shade],
      strokeWidth: shape === 'box' ? 0 : 3,
      size: group === 'module' || group === 'composite' ? 18 : 14,
      align: group === 'endpoint' ? 'left' : 'center',
      vadjust: shape === 'box' ? 1 : -6,
    },
  }
}

/** Label of a node: sign of its health, name, number of hidden edges, and note. */
function nameWith(node: PictureNode, { health, notes }: Marks): string {
  const known = health?.get(node.id)
  const behind = hiddenBehind(node)
  const more = behind > 0 && node.group === 'module' ? `  +${behind}` : ''
  const note = notes.get(node.id)
  return `${known ? `${healthStyles[known].sign} ` : ''}${shortened(node.label)}${more}${note ? `\n${note}` : ''}`
}

const isFaded = (id: string, { strong }: Marks) => strong !== null && !strong.has(id)
const faint: Record<Shade, string> = { light: '#8f98a1', dark: '#6b7580' }

function visEdge({ id, from, to, title, group, arrows, value }: VisEdge, shade: Shade, marks: Marks): Edge {
  const { width, dashes, arrow, color } = edgeStyles[group]
  return {
    id,
    from,
    to,
    title,
    arrows: arrow ? arrows : '',
    width: marks.strong?.has(id) ? width + 2 : width,
    dashes,
    // Only merged edges have a label, their number. Labels on all would clutter the diagram; tooltips tell the type.
    ...((isGroup(from) || isGroup(to)) && value > 1 && { label: String(value), font: labelFont(shade) }),
    color: { color: color[shade], highlight: color[shade], opacity: isFaded(id, marks) ? 0.15 : 1 },
  }
}

const labelFont = (shade: Shade) => ({
  color: inkOn[shade],
  background: paper[shade],
  strokeWidth: 0,
  size: 14,
  align: 'horizontal',
})

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
