import { Context } from 'svgcanvas'

/** Canvas context that records SVG. Restores the path: unlike a canvas, svgcanvas loses it when it saves the state. */
export class Recorder extends Context {
  override fill(): void {
    this.resume()
    super.fill()
  }

  override stroke(): void {
    this.resume()
    super.stroke()
  }

  private resume(): void {
    if (this.__currentElement.nodeName === 'path') return
    const path = this.__currentDefaultPath
    this.beginPath()
    this.__currentDefaultPath = path
  }
}
