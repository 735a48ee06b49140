import { moduleOf } from '../history/kinds.ts'
interface Node {
  ref: string
  group: 'module' | 'capability' | 'entity' | 'endpoint' | 'configuration'
}
interface Edge {
  from: string
  to: string
  group: string
}
export interface Place {
  x: number
  y: number
}

/** Entities stand a little to the right, so that lines from one capability to another pass on their left. */
const columns = { beside: -190, module: 0, capability: 250, entity: 310, endpoint: 560 }
const rowHeight = 25
const gap = 16
const besideHeight = 56

/**
 * The places of a module's picture, from left to right: what it is joined to and configured by, the module, what it can do,
 * the endpoints. Each capability has a band as high as its endpoints, with the entity that it operates on below it.
 * The same graph is always drawn in the same way.
 */
export function layout(focus: string, nodes: Node[], edges: Edge[]): Map<string, Place> {
  const places = new Map<string, Place>([[focus, { x: columns.module, y: 0 }]])
  const isOwn = ({ ref }: Node) => moduleOf(ref) === moduleOf(focus)
  const refs = (isMeant: (node: Node) => boolean) => nodes.filter(isMeant).map(({ ref }) => ref)
  const own = (group: Node['group']) => refs((node) => node.group === group && isOwn(node))
  const targets = (from: string, group: string) =>
    edges.filter((edge) => edge.from === from && edge.group === group).map(({ to }) => to)
  const firstOf = (ref: string) => targets(ref, 'OPERATES_ON')[0] ?? '~'

  const free = new Set([...own('entity'), ...own('endpoint')])
  const take = (wanted: string[]) => wanted.filter((ref) => free.delete(ref))
  const bands: Band[] = own('capability')
    .toSorted((a, b) => compare(firstOf(a), firstOf(b)) || compare(a, b))
    .map((ref) => ({
      capabilities: [ref],
      entities: take(targets(ref, 'OPERATES_ON')),
      endpoints: take(targets(ref, 'EXPOSES')),
    }))
  bands.push({ capabilities: [], entities: take(own('entity')), endpoints: take(own('endpoint')) })
  stackBands(places, bands)

  placeBeside(places, [...refs((node) => !isOwn(node)), ...own('configuration')])
  return places
}

/** The key of the module that a ref names, or in which it lies. */

interface Band {
  capabilities: string[]
  entities: string[]
  endpoints: string[]
}

function stackBands(places: Map<string, Place>, bands: Band[]) {
  const heights = bands.map(
    ({ capabilities, entities, endpoints }) =>
      Math.max((capabilities.length + entities.length) * 2, endpoints.length) * rowHeight,
  )
  let top = -(sum(heights) + gap * (bands.length - 1)) / 2
  bands.forEach(({ capabilities, entities, endpoints }, index) => {
    const center = top + heights[index]! / 2
    stack(places, capabilities, columns.capability, center - entities.length * rowHeight, rowHeight * 2)
    stack(places, entities, columns.entity, center + capabilities.length * rowHeight, rowHeight * 2)
    stack(places, endpoints, columns.endpoint, center, rowHeight)
    top += heights[index]! + gap
  })
}

/** Half above and half below the module's own row, so that their labels may be wider than the way to it. */
function placeBeside(places: Map<string, Place>, refs: string[]) {
  const above = Math.ceil(refs.length / 2)
  refs.forEach((ref, index) => {
    const rows = index < above ? index - above : index - above + 1
    places.set(ref, { x: columns.beside, y: rows * besideHeight })
  })
}

function stack(places: Map<string, Place>, refs: string[], x: number, center: number, height: number) {
  refs.forEach((ref, index) => places.set(ref, { x, y: center + (index - (refs.length - 1) / 2) * height }))
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
