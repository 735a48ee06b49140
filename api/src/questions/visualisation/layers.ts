import { compareTexts } from './arrival.ts'

export interface Place {
  x: number
  y: number
}
export interface Box {
  ref: string
  width: number
}
export interface Line {
  from: string
  to: string
  /** Whether it decides the layers: dependencies do, data flows and integrations do not pull. */
  isDeciding: boolean
}

/** In pixels: height of a box with one line of text, and the space between boxes. */
export const boxHeight = 34
export const rowHeight = 60
export const columnGap = 90
/** Width to height that a picture gets if it can: less than that of a screen, since more columns are more boxes in the way. */
const wanted = 1.2
/** In pixels: what a text takes beside its letters, and the widths of boxes; a longer text is broken. */
const [margins, narrowest, widest] = [24, 96, 240]
const letter = 10.5
/** Width to draw a text in, for common fonts: the page measures no better before it knows where boxes are. */
export const boxWidth = (text: string): number =>
  Math.min(widest, Math.max(narrowest, Math.ceil(text.length * letter) + margins))

/** What a line counts that decides no layer: it should cross little as well, but a dependency comes first. */
const lesser = 0.1
/** Number of lines above which only dependencies count. */
const mostLines = 500
/** What a line counts for each row that it climbs, and a node for each row from the middle. */
const slope = 0.02
const drift = 0.002
/** Number of places tried for each box, and of comparisons of two lines after which a picture is good enough: half a second. */
const mostSteps = 1_000
export const quick = 50_000_000
/** For a picture that is kept: some two seconds, of the eleven that a thread has. */
export const thorough = 150_000_000
/** By how much a place may be worse and still be taken, in crossings: at the beginning, and at the end. */
const [hottest, coldest] = [3, 0.1]
/** Share of the comparisons that is spent on places at random; the rest is for making sure of the best near ones. */
const searching = 0.8
const mostRounds = 12

/**
 * Places boxes in columns by the levels of their dependencies, those that depend on others to the left of them. A level
 * with many boxes has several columns. Boxes are exchanged within their level as long as fewer straight lines cross, or
 * run through boxes. The same boxes and lines always get the same places. Decision 0063.
 * @param patience number of comparisons of two lines after which the picture is good enough
 */
export function layered(boxes: Box[], lines: Line[], patience = quick): Map<string, Place> {
  if (boxes.length === 0) return new Map()
  const drawing = new Drawing(boxes, lines, patience)
  drawing.begin()
  drawing.improve()
  return drawing.places()
}

class Drawing {
  private readonly refs: string[]
  private readonly widths: Float64Array
  private readonly xs: Float64Array
  private readonly ys: Float64Array
  /** By line: its left end and its right end, as x and y. */
  private readonly ends: Float64Array
  private readonly from: Int32Array
  private readonly to: Int32Array
  private readonly weight: Float64Array
  /** Numbers of the lines of each box. */
  private readonly lines: number[][]
  private readonly levels: number[][]
  /** By box: which part of the picture it is in, of parts that no line joins. */
  private readonly component: Int32Array
  /** By level: the places that its boxes may take, with the box that is there. */
  private spots: Spot[][] = []
  private readonly columns: Column[] = []
  private readonly at: Spot[] = []
  private comparisons = 0

  constructor(
    boxes: Box[],
    lines: Line[],
    private readonly patience: number,
  ) {
    const sorted = boxes.toSorted((a, b) => compareTexts(a.ref, b.ref))
    this.refs = sorted.map(({ ref }) => ref)
    this.widths = Float64Array.from(sorted, ({ width }) => width)
    this.xs = new Float64Array(sorted.length)
    this.ys = new Float64Array(sorted.length)
    const numbers = new Map(this.refs.map((ref, number) => [ref, number]))
    const pairs = new Map<string, { from: number; to: number; isDeciding: boolean }>()
    for (const line of lines) {
      const [from, to] = [numbers.get(line.from)!, numbers.get(line.to)!]
      if (from === to) continue
      const pair = from < to ? `${from} ${to}` : `${to} ${from}`
      if (line.isDeciding || !pairs.has(pair)) pairs.set(pair, { from, to, isDeciding: line.isDeciding })
    }
    const counted = [...pairs.values()].filter(({ isDeciding }) => isDeciding || pairs.size <= mostLines)
    const drawn = counted.toSorted((a, b) => a.from - b.from || a.to - b.to)
    this.from = Int32Array.from(drawn, ({ from }) => from)
    this.to = Int32Array.from(drawn, ({ to }) => to)
    this.ends = new Float64Array(drawn.length * 4)
    this.weight = Float64Array.from(drawn, ({ isDeciding }) => (isDeciding ? 1 : lesser))
    this.lines = sorted.map(() => [])
    for (const [number, { from, to }] of drawn.entries()) {
      this.lines[from]!.push(number)
      this.lines[to]!.push(number)
    }
    this.component = componentsOf(this.lines.map((own, box) => own.map((line) => this.other(line, box))))
    this.levels = levelsOf(
      sorted.length,
      drawn.filter(({ isDeciding }) => isDeciding),
    )
  }

  places(): Map<string, Place> {
    return new Map(this.refs.map((ref, box) => [ref, { x: Math.round(this.xs[box]!), y: Math.round(this.ys[box]!) }]))
  }

  /** Puts the boxes of each level in the order of the middles of their neighbours. */
  begin(): void {
    const { columns, rows, height } = this.shape()
    const order = this.ordered(columns)
    let x = 0
    this.spots = this.levels.map((boxes, level) => {
      const width = Math.max(...boxes.map((box) => this.widths[box]!)) + columnGap
      const count = columns[level]!
      const spots: Spot[] = []
      for (let column = 0; column < count; column++) {
        for (let row = 0; row < rows; row++) {
          // Every second column is half a row lower, so that lines along a row pass between its boxes.
          const y = (row - (rows - 1) / 2 + (column % 2 === 0 ? 0 : 0.5)) * height
          spots.push({ x: x - width / 2, y, box: -1 })
        }
        const own = spots.slice(-rows)
        this.columns.push({ left: x - width + columnGap / 2, right: x - columnGap / 2, top: own[0]!.y, spots: own })
        x -= width
      }
      const first = Math.floor((rows - Math.ceil(boxes.length / count)) / 2)
      for (const [index, box] of order[level]!.entries())
        this.put(box, spots[(index % count) * rows + first + Math.floor(index / count)]!)
      return spots
    })
  }

  /** Number of columns by level, and of rows, with which the picture comes nearest to the wanted width to height. */
  private shape(): { columns: number[]; rows: number; height: number } {
    const widths = this.levels.map((boxes) => Math.max(...boxes.map((box) => this.widths[box]!)) + columnGap)
    const largest = Math.max(...this.levels.map(({ length }) => length))
    const shapes = Array.from({ length: largest }, (_, index) => {
      const rows = index + 1
      const columns = this.levels.map(({ length }) => Math.ceil(length / rows))
      const width = columns.reduce((sum, count, level) => sum + count * widths[level]!, 0)
      return { columns, rows, width }
    })
    const unlike = ({ width, rows }: { width: number; rows: number }) =>
      Math.abs(Math.log(width / (rows * rowHeight) / wanted))
    const { columns, rows, width } = shapes.reduce((best, one) => (unlike(one) < unlike(best) ? one : best))
    // Free places let lines pass, and boxes find a better one.
    const free = Math.max(Math.ceil(rows * 1.15), Math.min(rows * 3, Math.round(width / wanted / rowHeight)))
    return { columns, rows: free, height: rowHeight }
  }

  private ordered(columns: number[]): number[][] {
    const order = this.levels.map((boxes) => [...boxes])
    const middle = new Float64Array(this.refs.length)
    const number = (level: number) => {
      const boxes = order[level]!
      for (const [index, box] of boxes.entries()) middle[box] = (index - (boxes.length - 1) / 2) / columns[level]!
    }
    for (const level of order.keys()) number(level)
    for (let round = 0; round < 16; round++) {
      const sequence = round % 2 === 0 ? [...order.keys()] : [...order.keys()].reverse()
      for (const level of sequence) {
        const wish = new Map(order[level]!.map((box) => [box, this.middleOf(box, middle)]))
        order[level]!.sort(
          (a, b) =>
            this.component[a]! - this.component[b]! || wish.get(a)! - wish.get(b)! || middle[a]! - middle[b]! || a - b,
        )
        number(level)
      }
    }
    return order
  }

  /** Weighted mean of what its neighbours have; its own without any. */
  private middleOf(box: number, values: Float64Array): number {
    let [sum, weights] = [0, 0]
    for (const line of this.lines[box]!) {
      sum += values[this.other(line, box)]! * this.weight[line]!
      weights += this.weight[line]!
    }
    return weights === 0 ? values[box]! : sum / weights
  }

  private other = (line: number, box: number) => (this.from[line] === box ? this.to[line]! : this.from[line]!)

  private put(box: number, spot: Spot): void {
    this.at[box] = spot
    spot.box = box
    this.xs[box] = spot.x
    this.ys[box] = spot.y
    for (const line of this.lines[box]!) {
      const other = this.other(line, box)
      const [start, end] = spot.x < this.xs[other]! ? [box, other] : [other, box]
      this.ends[line * 4] = this.xs[start]!
      this.ends[line * 4 + 1] = this.ys[start]!
      this.ends[line * 4 + 2] = this.xs[end]!
      this.ends[line * 4 + 3] = this.ys[end]!
    }
  }

  /** Tries places at random, worse ones ever less often, and then the best near place of each box until none is better. */
  improve(): void {
    const boxes = [...this.refs.keys()]
      .filter((box) => this.lines[box]!.length > 0)
      .sort((a, b) => this.lines[b]!.length - this.lines[a]!.length || a - b)
    const levelOf = new Int32Array(this.refs.length)
    for (const [level, members] of this.levels.entries()) for (const box of members) levelOf[box] = level
    if (boxes.length === 0) return
    const random = numbers()
    const most = mostSteps * boxes.length
    for (let step = 0; step < most && this.comparisons < searching * this.patience; step++) {
      const progress = Math.max(this.comparisons / (searching * this.patience), step / most)
      const box = boxes[Math.floor(random() * boxes.length)]!
      const spots = this.spots[levelOf[box]!]!
      const rows = this.columns[0]!.spots.length
      const spot = this.spotNear(box, spots, rows, random)
      if (spot === this.at[box]) continue
      const [start, there] = [this.at[box]!, spot.box]
      const before = this.costOf(box) + (there < 0 ? 0 : this.costOf(there))
      this.exchange(box, spot)
      const worse = this.costOf(box) + (there < 0 ? 0 : this.costOf(there)) - before
      if (worse > 0 && random() >= Math.exp(-worse / (hottest * (coldest / hottest) ** progress)))
        this.exchange(box, start)
    }
    for (let round = 0; round < mostRounds; round++) {
      let isBetter = false
      for (const box of boxes) {
        if (this.comparisons > this.patience) return
        if (this.move(box, this.spots[levelOf[box]!]!)) isBetter = true
      }
      if (!isBetter) return
    }
  }

  /** A place of the level in any of its columns, in a row near the neighbours of the box or near its own. */
  private spotNear(box: number, spots: Spot[], rows: number, random: () => number): Spot {
    const y = random() < 0.5 ? this.middleOf(box, this.ys) : this.ys[box]!
    const away = (random() + random() + random() - 1.5) * Math.max(3, rows / 4)
    const row = Math.round(y / rowHeight + (rows - 1) / 2 + away)
    const column = Math.floor((random() * spots.length) / rows)
    return spots[column * rows + Math.min(rows - 1, Math.max(0, row))]!
  }

  /** Moves a box to the best of the places in its level that are near its neighbours; who is there takes its place. */
  private move(box: number, spots: Spot[]): boolean {
    const start = this.at[box]!
    const middle = this.middleOf(box, this.ys)
    const near = ({ y }: Spot) => Math.min(Math.abs(y - middle), Math.abs(y - start.y)) <= 2 * rowHeight
    const candidates = spots.length <= 40 ? spots : spots.filter(near)
    const own = this.costOf(box)
    let [best, most] = [start, 1e-6]
    for (const spot of candidates) {
      if (spot === start) continue
      if (this.comparisons > this.patience) break
      const there = spot.box
      const before = own + (there < 0 ? 0 : this.costOf(there))
      this.exchange(box, spot)
      const after = this.costOf(box) + (there < 0 ? 0 : this.costOf(there))
      this.exchange(box, start)
      if (before - after > most) [best, most] = [spot, before - after]
    }
    if (best === start) return false
    this.exchange(box, best)
    return true
  }

  private exchange(box: number, spot: Spot): void {
    const [start, there] = [this.at[box]!, spot.box]
    start.box = -1
    if (there >= 0) this.put(there, start)
    this.put(box, spot)
  }

  /** What is wrong with a box where it is: crossings of its lines, boxes under these, lines under it, and distances. */
  private costOf(box: number): number {
    const { ends, from, to, weight } = this
    const own = this.lines[box]!
    const [x, y, width] = [this.xs[box]!, this.ys[box]!, this.widths[box]!]
    let cost = (drift * Math.abs(y)) / rowHeight
    this.comparisons += (own.length + 1) * from.length
    for (const line of own) {
      const other = this.other(line, box)
      const [ox, oy] = [this.xs[other]!, this.ys[other]!]
      const w = weight[line]!
      cost += (w * slope * Math.abs(y - oy)) / rowHeight
      const [ax, ay, bx, by] = x < ox ? [x, y, ox, oy] : [ox, oy, x, y]
      const [low, high, ux, uy] = [ay < by ? ay : by, ay < by ? by : ay, bx - ax, by - ay]
      for (let next = 0, end = 0; next < from.length; next++, end += 4) {
        // Most are beside, above or below it.
        const cx = ends[end]!
        if (cx >= bx) continue
        const dx = ends[end + 2]!
        if (dx <= ax) continue
        const [cy, dy] = [ends[end + 1]!, ends[end + 3]!]
        if ((cy > high && dy > high) || (cy < low && dy < low)) continue
        const one = ux * (cy - ay) - uy * (cx - ax)
        const two = ux * (dy - ay) - uy * (dx - ax)
        if (one > 0 === two > 0 || one === 0 || two === 0) continue
        const [vx, vy] = [dx - cx, dy - cy]
        const three = vx * (ay - cy) - vy * (ax - cx)
        const four = vx * (by - cy) - vy * (bx - cx)
        if (three > 0 === four > 0 || three === 0 || four === 0) continue
        const [c, d] = [from[next]!, to[next]!]
        if (c !== box && d !== box && c !== other && d !== other) cost += w * weight[next]!
      }
      cost += w * this.passedBy(ax, ay, bx, by, box, other)
    }
    const [left, right, top, bottom] = [x - width / 2, x + width / 2, y - boxHeight / 2, y + boxHeight / 2]
    for (let next = 0, end = 0; next < from.length; next++, end += 4) {
      if (ends[end]! >= right || ends[end + 2]! <= left) continue
      const [cy, dy] = [ends[end + 1]!, ends[end + 3]!]
      if ((cy >= bottom && dy >= bottom) || (cy <= top && dy <= top) || from[next] === box || to[next] === box) continue
      if (isThrough(ends[end]!, cy, ends[end + 2]!, dy, left, right, top, bottom)) cost += weight[next]!
    }
    return cost
  }

  /** Number of boxes that a line runs through, except its ends; of each column, only the rows that it passes. */
  private passedBy(ax: number, ay: number, bx: number, by: number, one: number, other: number): number {
    let count = 0
    const rise = bx === ax ? 0 : (by - ay) / (bx - ax)
    for (const { left, right, top, spots } of this.columns) {
      if (left >= bx || right <= ax) continue
      const start = bx === ax ? ay : ay + (Math.max(left, ax) - ax) * rise
      const stop = bx === ax ? by : ay + (Math.min(right, bx) - ax) * rise
      const first = Math.ceil((Math.min(start, stop) - boxHeight / 2 - top) / rowHeight)
      const last = Math.floor((Math.max(start, stop) + boxHeight / 2 - top) / rowHeight)
      for (let row = Math.max(0, first); row <= last && row < spots.length; row++) {
        const { box, x, y } = spots[row]!
        if (box < 0 || box === one || box === other) continue
        const half = this.widths[box]! / 2
        if (isThrough(ax, ay, bx, by, x - half, x + half, y - boxHeight / 2, y + boxHeight / 2)) count++
      }
    }
    return count
  }
}

/** The places of one column from top to bottom, and what it takes of the picture. */
interface Column {
  left: number
  right: number
  top: number
  spots: Spot[]
}

/** A place of a level; the number of the box that is there is -1 if it is free. */
interface Spot extends Place {
  box: number
}

/**
 * Boxes by the number of dependencies on their longest way to one without any, as `/api/graph/order` does, in the order
 * from right to left; first those that have none and are not depended on.
 */
function levelsOf(count: number, dependencies: { from: number; to: number }[]): number[][] {
  const targets = Array.from({ length: count }, (): number[] => [])
  const isJoined = new Array<boolean>(count).fill(false)
  for (const { from, to } of dependencies) {
    targets[from]!.push(to)
    isJoined[from] = isJoined[to] = true
  }
  const known = new Int32Array(count).fill(-1)
  const open = new Set<number>()
  const levelOf = (box: number): number => {
    if (known[box]! >= 0) return known[box]!
    open.add(box)
    // A circle is cut where it closes.
    const level = targets[box]!.reduce((most, next) => (open.has(next) ? most : Math.max(most, levelOf(next) + 1)), 0)
    open.delete(box)
    return (known[box] = level)
  }
  const levels: number[][] = []
  for (let box = 0; box < count; box++) (levels[isJoined[box] ? levelOf(box) + 1 : 0] ??= []).push(box)
  return Array.from(levels, (boxes) => boxes ?? []).filter(({ length }) => length > 0)
}

/** Whether a line, given from left to right, runs through a box. */
function isThrough(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  left: number,
  right: number,
  top: number,
  bottom: number,
): boolean {
  if (bx <= left || ax >= right || (ay < by ? by : ay) <= top || (ay < by ? ay : by) >= bottom) return false
  // It does if its corners are not all on one side of the line.
  const [ux, uy] = [bx - ax, by - ay]
  const one = ux * (top - ay) - uy * (left - ax) > 0
  const two = ux * (top - ay) - uy * (right - ax) > 0
  const three = ux * (bottom - ay) - uy * (left - ax) > 0
  const four = ux * (bottom - ay) - uy * (right - ax) > 0
  return one !== two || two !== three || three !== four
}

/** Numbers of the components, the largest first. */
function componentsOf(neighbours: number[][]): Int32Array {
  const found: number[][] = []
  const seen = new Uint8Array(neighbours.length)
  for (let start = 0; start < neighbours.length; start++) {
    if (seen[start]) continue
    const members = [start]
    seen[start] = 1
    for (let next = 0; next < members.length; next++)
      for (const box of neighbours[members[next]!]!)
        if (!seen[box]) {
          seen[box] = 1
          members.push(box)
        }
    found.push(members)
  }
  const component = new Int32Array(neighbours.length)
  for (const [number, members] of found.toSorted((a, b) => b.length - a.length).entries())
    for (const box of members) component[box] = number
  return component
}

/** Random numbers from 0 to 1, always the same ones (a linear congruential generator). */
function numbers(): () => number {
  let state = 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
