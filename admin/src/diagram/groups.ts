import type { VisEdge, VisGraph } from '@registry/api/contract'
import type { Picture, PictureNode, Place } from './picture.ts'

export type Grouping = 'owner' | 'type'

/** A group of modules with the same owner or type, including their parts. */
export interface Group {
  id: string
  name: string
  modules: number
  isOpen: boolean
  members: string[]
}

const prefix = 'group:'
export const isGroup = (id: string): boolean => id.startsWith(prefix)
/** Id of a group; without spaces, which separate a pinned node from its position. */
export const groupId = (by: Grouping, name: string): string => `${prefix}${by}/${encodeURIComponent(name)}`

interface Words {
  /** Display name of a group; '' is the group of modules without an owner. */
  name(name: string): string
  label(name: string, modules: number): string
}

/**
 * Groups a diagram: a closed group becomes one node, an open one shows its members. Parallel edges become one.
 * Groups are placed in the order of their names: opening one moves only those after it.
 */
export function grouped(graph: VisGraph, by: Grouping, opened: readonly string[], words: Words) {
  const groups = groupsOf(graph, by, opened, words)
  const standsFor = new Map(
    groups.flatMap(({ id, isOpen, members }) => (isOpen ? [] : members.map((member) => [member, id] as const))),
  )
  const edges = summed(graph.edges, standsFor)
  const places = placesOf(groups, graph)
  const byId = new Map(graph.nodes.map((node) => [node.id, node]))
  const nodes = groups.flatMap(({ id, name, modules, isOpen, members }): PictureNode[] =>
    isOpen
      ? members.map((member) => ({ ...byId.get(member)!, ...places.get(member)!, within: id }))
      : [
          {
            id,
            label: words.label(name, modules),
            group: 'composite',
            title: words.label(name, modules),
            value: edges.filter(({ from, to }) => from === id || to === id).length,
            hidden: [],
            module: '',
            ...places.get(id)!,
          },
        ],
  )
  const picture: Picture = { ...graph, nodes, edges, returned: nodes.length }
  return { graph: picture, groups, standsFor }
}

function groupsOf({ nodes }: VisGraph, by: Grouping, opened: readonly string[], words: Words): Group[] {
  const property = by === 'owner' ? 'owner' : 'moduleType'
  const names = new Map(nodes.filter(({ group }) => group === 'module').map((node) => [node.module, node[property]]))
  const groups = new Map<string, Group>()
  for (const { id, module, group } of nodes) {
    const name = names.get(module) ?? ''
    const of = groupId(by, name)
    const isOpen = opened.includes(of)
    const found = groups.get(of) ?? { id: of, name: words.name(name), modules: 0, isOpen, members: [] }
    found.members.push(id)
    if (group === 'module') found.modules++
    groups.set(of, found)
  }
  const isNone = ({ id }: Group) => id === groupId(by, '')
  return [...groups.values()].toSorted(
    (a, b) => Number(isNone(a)) - Number(isNone(b)) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  )
}

/** Drops edges inside closed groups, and merges those of one type between the same two nodes. */
function summed(edges: VisEdge[], standsFor: ReadonlyMap<string, string>): VisEdge[] {
  const sums = new Map<string, VisEdge>()
  for (const edge of edges) {
    const [from, to] = [standsFor.get(edge.from) ?? edge.from, standsFor.get(edge.to) ?? edge.to]
    if (from === edge.from && to === edge.to) {
      sums.set(edge.id, edge)
      continue
    }
    if (from === to) continue
    // Edges without direction are merged regardless of which end is stored as the source.
    const [start, end] = edge.arrows === '' && from > to ? [to, from] : [from, to]
    const id = lineBetween(start, edge.group, end)
    const value = edge.value + (sums.get(id)?.value ?? 0)
    sums.set(id, { ...edge, id, from: start, to: end, value, title: `${edge.label}: ${value}` })
  }
  return [...sums.values()]
}
const lineBetween = (from: string, group: string, to: string) => `${from} ${group} ${to}`

const cell = { width: 240, height: 100 }
const wideCell = { width: 290, height: 60 }
const room = { title: 44, around: 40 }

/** Positions of groups in columns; an open group has columns of its members, in their order from left to right. */
function placesOf(groups: Group[], graph: VisGraph): Map<string, Place> {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]))
  const inner = graph.nodes.some(({ group }) => group !== 'module') ? wideCell : cell
  const places = new Map<string, Place>()
  const perColumn = Math.ceil(Math.sqrt(groups.length))
  let left = 0
  for (let first = 0; first < groups.length; first += perColumn) {
    // Every second column is half a step lower, so that edges along a row pass between its groups.
    let top = (first / perColumn) % 2 === 0 ? 0 : cell.height / 2
    let widest = cell.width
    for (const { id, isOpen, members } of groups.slice(first, first + perColumn)) {
      if (!isOpen) {
        places.set(id, { x: left, y: top })
        top += cell.height
        continue
      }
      const rows = Math.ceil(Math.sqrt(members.length))
      const [start, columns] = [top + room.title, Math.ceil(members.length / rows)]
      members
        .map((member) => byId.get(member)!)
        .toSorted(
          (a, b) =>
            (inner === cell ? 0 : a.module < b.module ? -1 : a.module > b.module ? 1 : 0) || a.x - b.x || a.y - b.y,
        )
        .forEach((node, index) => {
          const [column, row] = [Math.floor(index / rows), index % rows]
          const lower = column % 2 === 0 ? 0 : inner.height / 2
          places.set(node.id, { x: left + column * inner.width, y: start + row * inner.height + lower })
        })
      top = start + (rows + (columns > 1 ? 0.5 : 0)) * inner.height + room.around
      widest = Math.max(widest, columns * inner.width + room.around)
    }
    left += widest + room.around
  }
  return places
}

export interface Box extends Place {
  id: string
  name: string
  width: number
  height: number
}

/** Frames around open groups, computed from the current positions of their members. */
export function boxesOf({ nodes }: Picture, groups: readonly Group[]): Box[] {
  const side = nodes.some(({ group }) => group !== 'module' && group !== 'composite') ? 150 : 110
  return groups
    .filter(({ isOpen }) => isOpen)
    .map(({ id, name }) => {
      const inside = nodes.filter(({ within }) => within === id)
      const [xs, ys] = [inside.map(({ x }) => x), inside.map(({ y }) => y)]
      const [x, y] = [Math.min(...xs) - side, Math.min(...ys) - 64]
      return { id, name, x, y, width: Math.max(...xs) + side - x, height: Math.max(...ys) + 40 - y }
    })
}

/** Draws a frame with its name for each open group; call it before the nodes are drawn. */
export function drawBoxes(context: CanvasRenderingContext2D, boxes: readonly Box[], ink: string): void {
  context.save()
  context.strokeStyle = context.fillStyle = ink
  context.font = '16px system-ui, sans-serif'
  context.textAlign = 'left'
  for (const { x, y, width, height, name } of boxes) {
    context.globalAlpha = 0.06
    context.fillRect(x, y, width, height)
    context.globalAlpha = 0.4
    context.strokeRect(x, y, width, height)
    context.globalAlpha = 0.85
    context.fillText(name, x + 10, y + 22)
  }
  context.restore()
}

/** For export formats without groups: a closed group becomes a module, the frames of open ones are dropped. */
export const ungrouped = ({ nodes, ...graph }: Picture): VisGraph => ({
  ...graph,
  nodes: nodes.map(({ within: _, ...node }) => ({
    ...node,
    group: node.group === 'composite' ? 'module' : node.group,
  })),
})
