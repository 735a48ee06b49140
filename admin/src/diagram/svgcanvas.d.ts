declare module 'svgcanvas' {
  /** Takes the calls of a 2D context and writes them as SVG. */
  export class Context {
    constructor(width: number, height: number)
    fillStyle: string
    fillRect(x: number, y: number, width: number, height: number): void
    beginPath(): void
    fill(): void
    stroke(): void
    __currentElement: Element
    __currentDefaultPath: string
    getSerializedSvg(): string
  }
}
