/** Where something would like to be. */
export interface Wish {
  row: number
  column: number
  /** The first and the last column in which it may be. */
  within?: [first: number, last: number]
}
export interface Size {
  width: number
  height: number
  /** Whether it is put a whole width or height farther each time: large things that may begin anywhere rarely fit between others. */
  isGrid?: boolean
}
export interface Spot {
  column: number
  row: number
}

/** A plane of columns and rows on which each thing takes the free room nearest to where it would like to be, and keeps it. */
export class Board {
  private readonly columns = new Map<number, Column>()

  /** @param columnWidth in rows: how far the next column is */
  constructor(private readonly columnWidth: number) {}

  /** @returns the first column and row of what was taken */
  take({ row, column, within: [first, last] = [-Infinity, Infinity] }: Wish, size: Size): Spot {
    let best: Spot = { column, row }
    let least = Infinity
    const stride = size.isGrid ? size.width : 1
    for (let away = 0; away * this.columnWidth < least; away += stride) {
      const sides = new Set([column + away, column - away])
      for (const side of [...sides].filter((side) => side >= first && side <= last)) {
        const free = this.nearestRow(side, row, size)
        const distance = away * this.columnWidth + Math.abs(free - row)
        if (distance < least) [best, least] = [{ column: side, row: free }, distance]
      }
    }
    for (let across = 0; across < size.width; across++)
      for (let down = 0; down < size.height; down++) this.columnAt(best.column + across).taken.add(best.row + down)
    return best
  }

  /** What is higher than one row begins at every second, so that no room is left that is too small for anything. */
  private nearestRow(column: number, wanted: number, { height, width, isGrid }: Size): number {
    const step = Math.min(height, 2)
    const start = step * Math.round(wanted / step)
    const stride = isGrid ? height : step
    const [below, above] = [stride, -stride].map((onwards) => {
      const { nextFree } = this.columnAt(column)
      let row = nextFree(start, onwards)
      while (!this.isFree(column, row, height, width)) row = nextFree(row + onwards, onwards)
      return row
    })
    return Math.abs(below! - wanted) <= Math.abs(above! - wanted) ? below! : above!
  }

  private isFree(column: number, row: number, height: number, width: number): boolean {
    for (let across = 0; across < width; across++)
      for (let down = 0; down < height; down++) if (this.columnAt(column + across).taken.has(row + down)) return false
    return true
  }

  private columnAt(column: number): Column {
    const found = this.columns.get(column) ?? new Column()
    this.columns.set(column, found)
    return found
  }
}

class Column {
  readonly taken = new Set<number>()
  private readonly jumps = new Map<number, Map<number, number>>()

  /** Remembers how far it came, so that a column of thousands is not walked through for each. */
  nextFree = (start: number, step: number): number => {
    const jumps = this.jumps.get(step) ?? new Map<number, number>()
    this.jumps.set(step, jumps)
    const passed: number[] = []
    let row = start
    for (; this.taken.has(row); row = jumps.get(row) ?? row + step) passed.push(row)
    for (const one of passed) jumps.set(one, row)
    return row
  }
}
