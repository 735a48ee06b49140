import { Block, blockSize, heights } from './block.ts'
import type { Place } from './layers.ts'
import { Board, type Spot, type Wish } from './board.ts'
import { isStructure, type EdgeGroup, type NodeGroup } from './visualisation.contract.ts'

export interface LaidNode {
  ref: string
  group: NodeGroup
  /** Ref of the module in whose block a part is placed; undefined if it is placed alone. */
  host: string | undefined
  /** Whether it is a module with a block for its parts. */
  isHost: boolean
}
export interface LaidEdge {
  from: string
  to: string
  group: EdgeGroup
}

/** In pixels: columns fit the labels of parts. */
const [columnWidth, rowHeight] = [310, 26]
/** Entities are indented, so that edges between capabilities pass on their left. */
const indents: Partial<Record<NodeGroup, number>> = { entity: 60 }

/** Columns that an item spans, and its middle row. */
interface Placed {
  left: number
  right: number
  middle: number
}
interface End {
  ref: string
  group: EdgeGroup
  isSource: boolean
}
interface Neighbour extends End {
  at: Placed
}

/**
 * Places modules with their parts so that arrows point to the right: dependants are left of their dependencies. Each node takes the free
 * space nearest to its neighbours among the nodes before it, so that none moves when others are added. Decision 0013.
 * @param nodes in the order of their arrival
 */
export function layout(nodes: LaidNode[], edges: LaidEdge[]): Map<string, Place> {
  const board = new Board(columnWidth / rowHeight)
  const { neighbours, partners } = joinedBy(nodes, edges)
  const placed = new Map<string, Placed>()
  const blocks = new Map<string, Block>()

  const placeAlone = ({ ref, group, isHost }: LaidNode): Spot => {
    const before = neighbours.get(ref)!.flatMap((end): Neighbour[] => {
      const at = placed.get(end.ref)
      return at ? [{ ...end, at }] : []
    })
    const size = isHost ? blockSize : { width: 1, height: heights[group] }
    const { width, height } = size
    const middle = mean(before.map(({ at }) => at.middle)) ?? 1
    const row = (isHost ? height * Math.round((middle - 1) / height) + 1 : middle) - height / 2
    const spot = board.take({ ...columnsBetween(before, width), row }, size)
    placed.set(ref, { left: spot.column, right: spot.column + width - 1, middle: spot.row + height / 2 })
    if (!isHost) return spot
    const block = new Block(board, spot)
    blocks.set(ref, block)
    return { column: spot.column, row: block.moduleRow }
  }

  const place = (node: LaidNode): Spot => {
    const block = node.host === undefined ? undefined : blocks.get(node.host)
    if (!block) return placeAlone(node)
    const spot = block.place(node.ref, node.group, partners.get(node.ref)!)
    // Neighbours of a part are placed beside the whole block, in the row of the part.
    placed.set(node.ref, { ...block.span, middle: spot.row + heights[node.group] / 2 })
    return spot
  }

  return new Map(
    nodes.map((node) => {
      const { column, row } = place(node)
      const x = column * columnWidth + (indents[node.group] ?? 0)
      return [node.ref, { x, y: (row + heights[node.group] / 2 - 1) * rowHeight }]
    }),
  )
}

/** Columns right of a node's sources and left of its targets; dependencies take precedence. */
function columnsBetween(neighbours: Neighbour[], width: number): Pick<Wish, 'column' | 'within'> {
  const directed = neighbours.filter(({ group }) => group !== 'INTEGRATES_WITH')
  const dependencies = directed.filter(({ group }) => group === 'DEPENDS_ON')
  const deciding = dependencies.length > 0 ? dependencies : directed
  const near = (column: number) => width * Math.round(column / width)
  if (neighbours.length === 0) return { column: 0 }
  // Integrations only: the next column, so that edges do not run behind other nodes.
  if (deciding.length === 0) return { column: near(mean(neighbours.map(({ at }) => at.right))! + width) }
  const first = Math.max(...deciding.map(({ at, isSource }) => (isSource ? at.right + 1 : -Infinity)))
  const last = Math.min(...deciding.map(({ at, isSource }) => (isSource ? Infinity : at.left - width)))
  if (first <= last) return { column: first === -Infinity ? last : first, within: [first, last] }
  const column = near((first + last) / 2)
  return { column, within: [column, column] }
}

/** By ref: the ends of a node's relationships, and the nodes with which it forms a module. */
function joinedBy(nodes: LaidNode[], edges: LaidEdge[]) {
  const neighbours = new Map<string, End[]>(nodes.map(({ ref }) => [ref, []]))
  const partners = new Map<string, string[]>(nodes.map(({ ref }) => [ref, []]))
  for (const { from, to, group } of edges)
    if (isStructure(group)) {
      partners.get(from)!.push(to)
      partners.get(to)!.push(from)
    } else {
      neighbours.get(from)!.push({ ref: to, group, isSource: false })
      neighbours.get(to)!.push({ ref: from, group, isSource: true })
    }
  return { neighbours, partners }
}

const mean = (numbers: number[]) =>
  numbers.length === 0 ? undefined : numbers.reduce((sum, number) => sum + number, 0) / numbers.length
