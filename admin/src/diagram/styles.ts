import type { EdgeGroup, Module, NodeGroup as PlainGroup } from '@registry/api/contract'

export type { EdgeGroup }
/** `composite` is a closed group of modules. */
export type NodeGroup = PlainGroup | 'composite'
export type Shade = 'light' | 'dark'

interface NodeStyle {
  /** Shape in vis-network. Groups differ in shape, so that colour is never the only distinction. */
  shape: 'box' | 'diamond' | 'hexagon'
  /** SVG path of the shape for the legend, in a 24 × 24 view box. */
  outline: string
  /** Size of a diamond or hexagon. A box fits its text, with `width` as its minimum. */
  size?: number
  width?: number
  /** Width at which the text wraps. */
  widest?: number
  corner?: number
  borderWidth: number
  fill: Record<Shade, string>
  border: Record<Shade, string>
}

interface EdgeStyle {
  width: number
  /** Lengths of dashes and gaps; false for a solid line. */
  dashes: number[] | false
  arrow: boolean
  color: Record<Shade, string>
}

/** Node styles, for the diagram and its legend. */
export const nodeStyles: Record<NodeGroup, NodeStyle> = {
  composite: {
    shape: 'box',
    outline: 'M2 5h16v3h4v11h-16v-3h-4z',
    width: 150,
    widest: 200,
    corner: 9,
    borderWidth: 6,
    fill: { light: '#eceff1', dark: '#2a2f35' },
    border: { light: '#546e7a', dark: '#a7b8c2' },
  },
  module: {
    shape: 'box',
    outline: 'M3 6h18v12H3z',
    width: 96,
    widest: 240,
    corner: 4,
    borderWidth: 3,
    fill: { light: '#dfe3fb', dark: '#2b3470' },
    border: { light: '#3949ab', dark: '#9fa8da' },
  },
  capability: {
    shape: 'box',
    outline: 'M8 6h8a6 6 0 0 1 0 12h-8a6 6 0 0 1 0 -12z',
    width: 200,
    corner: 14,
    borderWidth: 1.5,
    fill: { light: '#d5efeb', dark: '#114a44' },
    border: { light: '#00695c', dark: '#80cbc4' },
  },
  entity: {
    shape: 'diamond',
    outline: 'M12 2l10 10l-10 10l-10 -10z',
    size: 11,
    borderWidth: 1.5,
    fill: { light: '#ffe3bf', dark: '#5a3a08' },
    border: { light: '#a85400', dark: '#ffb74d' },
  },
  endpoint: {
    shape: 'box',
    outline: 'M1 8.5h22v7h-22z',
    width: 250,
    corner: 0,
    borderWidth: 1,
    fill: { light: '#f4f5f7', dark: '#2a2f35' },
    border: { light: '#7b8794', dark: '#8b96a3' },
  },
  configuration: {
    shape: 'hexagon',
    outline: 'M7 3.5h10l5 8.5l-5 8.5h-10l-5 -8.5z',
    size: 11,
    borderWidth: 1.5,
    fill: { light: '#f3d9f3', dark: '#51235a' },
    border: { light: '#8e24aa', dark: '#e1a6ec' },
  },
}

const quiet = { light: '#7b8794', dark: '#8b96a3' }

/** Colour says state, and red that something fails: relationships differ by their dashes. */
const plain = { light: '#5f6b76', dark: '#a7b1bb' }

/** Edge styles, for the diagram and its legend. */
export const edgeStyles: Record<EdgeGroup, EdgeStyle> = {
  DEPENDS_ON: { width: 2, dashes: false, arrow: true, color: plain },
  INTEGRATES_WITH: { width: 2, dashes: [2, 5], arrow: false, color: plain },
  FLOWS_TO: { width: 2, dashes: [12, 6], arrow: true, color: plain },
  PART_OF: { width: 2, dashes: [14, 5, 3, 5], arrow: true, color: plain },
  HAS_CAPABILITY: { width: 1, dashes: false, arrow: true, color: quiet },
  HAS_ENTITY: { width: 1, dashes: [8, 3], arrow: true, color: quiet },
  HAS_CONFIGURATION: { width: 1, dashes: [8, 3, 2, 3], arrow: true, color: quiet },
  OPERATES_ON: { width: 1.5, dashes: [5, 5], arrow: true, color: { light: '#a85400', dark: '#ffb74d' } },
  EXPOSES: { width: 1, dashes: [2, 3], arrow: false, color: quiet },
}

/** Health styles: a sign before the name of the node, and its colours. */
export const healthStyles: Record<
  Module['health'],
  { sign: string; fill: Record<Shade, string>; border: Record<Shade, string> }
> = {
  healthy: { sign: '✓', fill: { light: '#d7f0da', dark: '#143f1d' }, border: { light: '#2e7d32', dark: '#81c784' } },
  warning: { sign: '▲', fill: { light: '#fff0c2', dark: '#4d3b00' }, border: { light: '#9a6700', dark: '#ffd54f' } },
  error: { sign: '✖', fill: { light: '#fddcdc', dark: '#5c1a1a' }, border: { light: '#c62828', dark: '#ff8a80' } },
  unknown: { sign: '?', fill: { light: '#eceff1', dark: '#2a2f35' }, border: { light: '#7b8794', dark: '#8b96a3' } },
}

export const inkOn: Record<Shade, string> = { light: '#1c2127', dark: '#eceff3' }
export const paper: Record<Shade, string> = { light: '#ffffff', dark: '#1d2126' }
