import type { ChangeView, DiagramView } from './diagram-view.ts'
import { isGroup } from './groups.ts'
import type { Picture } from './picture.ts'
import { additionOf, neighboursOf, onlyThrough } from './growth.ts'

export type NodeAction =
  | 'focus'
  | 'expand'
  | 'collapse'
  | 'dismiss'
  | 'others'
  | 'pin'
  | 'group'
  | 'impact'
  | 'traceFrom'
  | 'traceTo'
  | 'relateFrom'
  | 'relateTo'

type Changes = Parameters<ChangeView>[0]
type Changing = Exclude<NodeAction, 'expand' | 'relateFrom' | 'relateTo'>

/** Changes of the URL by action. Actions that open a panel or dialog do not change it. */
export const changesOf: Record<Changing, (id: string, view: DiagramView, graph: Picture) => Changes> = {
  focus: (focus) => ({ focus, open: [], gone: [], only: [], mode: 'none' }),
  collapse: (id, { open, gone }, graph) => {
    const added = open.filter((text) => additionOf(text).anchor === id)
    if (added.length > 0) return { open: open.filter((text) => !added.includes(text)) }
    return { gone: [...new Set([...gone, ...onlyThrough(graph, id)])] }
  },
  dismiss: (id, { gone }) => ({ gone: [...gone, id], node: '' }),
  others: (id, _, graph) => ({ only: [...neighboursOf(graph, id)] }),
  pin: (id, { pin }, graph) => {
    const others = pin.filter((text) => text.split(' ')[0] !== id)
    if (others.length < pin.length) return { pin: others }
    const { x, y } = graph.nodes.find((node) => node.id === id)!
    return { pin: [...others, `${id} ${x} ${y}`] }
  },
  group: (id, { apart }, graph) => {
    const of = isGroup(id) ? id : graph.nodes.find((node) => node.id === id)?.within
    if (!of) return {}
    const isOpen = apart.includes(of)
    return { apart: isOpen ? apart.filter((one) => one !== of) : [...apart, of], ...(isOpen && { node: of }) }
  },
  impact: (from) => ({ mode: 'impact', from, to: '' }),
  traceFrom: (from) => ({ mode: 'trace', from, to: '' }),
  traceTo: (to) => ({ mode: 'trace', to }),
}

/** Keyboard shortcuts by key; inactive while the user types in a field. */
export const shortcuts = {
  '/': 'search',
  n: 'next',
  N: 'previous',
  f: 'focus',
  e: 'expand',
  c: 'collapse',
  d: 'dismiss',
  o: 'others',
  p: 'pin',
  a: 'group',
  i: 'impact',
  r: 'relate',
  0: 'fit',
  '?': 'keys',
} as const
export type Shortcut = (typeof shortcuts)[keyof typeof shortcuts]
