import type { Impact, VisEdge, VisGraph } from '@registry/api/contract'
import { explorerTexts } from './explorer.texts.ts'
import { namedEdge, namedNode } from './growth.ts'
import type { Place } from './picture.ts'

export interface Ring {
  depth: number
  radius: number
  modules: number
}

const [roomOfNode, betweenRings] = [190, 170]

/** Layout of an impact: the changed resource at the center, and the affected ones on one ring per dependency step. */
export function ringsOf(impact: Impact, known: VisGraph, verb: string): { graph: VisGraph; rings: Ring[] } {
  const center = { ...impact.of, depth: 0 }
  // If a part is the center, edges to its module end at the part.
  const centred = (ref: string) => (ref === moduleRef(center.ref) ? center.ref : ref)
  const byRef = new Map(known.nodes.map((node) => [node.id, node]))
  const draw = ({ ref, name }: { ref: string; name: string }, place: Place) => ({
    ...(byRef.get(ref) ?? namedNode(ref, name, place)),
    ...place,
    hidden: [],
  })
  const rings: Ring[] = []
  const nodes = [draw(center, { x: 0, y: 0 })]
  for (const { depth, modules } of impact.byDepth) {
    const items = impact.items.filter((item) => item.depth === depth)
    const before = rings.at(-1)?.radius ?? 0
    const radius = Math.max(before + betweenRings, (items.length * roomOfNode) / (2 * Math.PI))
    rings.push({ depth, radius, modules })
    items.forEach((item, index) => {
      const angle = (2 * Math.PI * index) / items.length - Math.PI / 2 + depth / 3
      nodes.push(draw(item, { x: Math.round(radius * Math.cos(angle)), y: Math.round(radius * Math.sin(angle)) }))
    })
  }
  const shown = new Set(nodes.map(({ id }) => id))
  const edges = impact.items
    .flatMap(({ ref, through }): VisEdge[] => through.map((to) => namedEdge(ref, 'DEPENDS_ON', centred(to), verb)))
    .filter(({ to }) => shown.has(to))
  const total = impact.total + 1
  return {
    graph: { ...known, nodes, edges, totals: { nodes: total, edges: edges.length }, total, returned: nodes.length },
    rings,
  }
}

const moduleRef = (ref: string) => `module:${ref.replace(/^[^:]*:/, '').split('/')[0]}`

/** Draws the rings with the number of modules on each; call it before the nodes are drawn. */
export function drawRings(context: CanvasRenderingContext2D, rings: readonly Ring[], ink: string): void {
  context.save()
  context.strokeStyle = context.fillStyle = ink
  context.globalAlpha = 0.45
  context.setLineDash([4, 6])
  context.font = '16px system-ui, sans-serif'
  context.textAlign = 'center'
  for (const { depth, radius, modules } of rings) {
    context.beginPath()
    context.arc(0, 0, radius, 0, 2 * Math.PI)
    context.stroke()
    context.fillText(explorerTexts.ring(depth, modules), 0, -radius - 30)
  }
  context.restore()
}
