import type { Picture, Place } from './picture.ts'

export interface Frame {
  left: number
  top: number
  width: number
  height: number
}

/** Bounding box of all nodes, with a margin. */
export function frameOf(nodes: readonly Place[]): Frame {
  const [xs, ys] = [nodes.map(({ x }) => x), nodes.map(({ y }) => y)]
  const least = (values: number[]) => values.reduce((least, value) => Math.min(least, value), Infinity)
  const most = (values: number[]) => values.reduce((most, value) => Math.max(most, value), -Infinity)
  if (nodes.length === 0) return { left: -100, top: -100, width: 200, height: 200 }
  const [left, top] = [least(xs) - 150, least(ys) - 80]
  return { left, top, width: most(xs) + 150 - left, height: most(ys) + 80 - top }
}

/** SVG path of all nodes: one element, even for thousands of them. */
export const dotsOf = ({ nodes }: Picture, radius: number): string =>
  nodes.map(({ x, y }) => `M${x - radius} ${y - radius / 2}h${radius * 2}v${radius}h${-radius * 2}z`).join('')
