/** A desired position. */
export interface Wish {
  row: number
  column: number
  /** First and last column allowed. */
  within?: [first: number, last: number]
}
export interface Size {
  width: number
  height: number
  /** Whether it is placed in steps of its full size: large items at any position leave gaps too small to use. */
  isGrid?: boolean
}
export interface Spot {
  column: number
  row: number
}

/**
 * A grid of columns and rows in which each item takes the free space nearest to its desired position and never moves.
 */
export class Board {
  private readonly columns = new Map<number, Column>()

  /** @param columnWidth distance between two columns, in rows */
  constructor(private readonly columnWidth: number) {}

  /** @returns first column and row of the taken space */
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

  /** Items higher than one row start at even rows, so that no unusable gaps are left. */
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

  /** Remembers where earlier searches ended, so that a column with thousands of items is not walked for each. */
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
