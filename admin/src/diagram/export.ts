import type { VisGraph } from '@registry/api/contract'
import type { Network } from 'vis-network/standalone'

/** The canvas of vis-network, which its types omit. */
type Drawing = Network & { canvas: { frame: { canvas: HTMLCanvasElement }; getContext(): unknown } }

/** PNG of the visible part, on the background of the page. */
export function pngOf(network: Network, paper: string): Promise<Blob> {
  const { canvas } = (network as Drawing).canvas.frame
  const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height })
  const context = copy.getContext('2d')!
  context.fillStyle = paper
  context.fillRect(0, 0, copy.width, copy.height)
  context.drawImage(canvas, 0, 0)
  return new Promise((resolve) => copy.toBlob((blob) => resolve(blob!), 'image/png'))
}

/** SVG of the visible part: vis-network draws once on a context that records SVG. */
export async function svgOf(network: Network, paper: string): Promise<Blob> {
  const { Recorder } = await import('./svg-recorder.ts')
  const { canvas } = network as Drawing
  const { width, height } = canvas.frame.canvas
  const context = new Recorder(width, height)
  context.fillStyle = paper
  context.fillRect(0, 0, width, height)
  const { getContext } = canvas
  canvas.getContext = () => context
  try {
    network.redraw()
  } finally {
    canvas.getContext = getContext
    network.redraw()
  }
  return new Blob([context.getSerializedSvg()], { type: 'image/svg+xml' })
}

export const jsonOf = (graph: VisGraph): Blob =>
  new Blob([JSON.stringify(graph, null, 2)], { type: 'application/json' })
