import { Context } from 'svgcanvas'

/** A canvas keeps its path when its state is saved; svgcanvas forgets it, so it is begun once more where it is needed. */
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
