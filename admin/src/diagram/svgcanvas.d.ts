declare module 'svgcanvas' {
  /** 2D context that records its calls as SVG. */
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
