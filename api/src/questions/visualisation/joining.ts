import { boxHeight, columnGap, rowHeight, type Box, type Line, type Place } from './layers.ts'

/** What a place costs beside the crossings: an arrow to the left, a box under a line, and a row or column of distance. */
const costs = { backwards: 20, through: 1, distance: 0.02 }
/** Free places that are tried in each column, the nearest to the neighbours. */
const triedRows = 8

interface Placed extends Place {
  width: number
}

/**
 * Finds places for boxes in a picture of which the others stay where they are. Each takes the best free place given
 * those before it, so that it stays there when more boxes come.
 * @param boxes in the order in which they came
 */
export function joined(boxes: Box[], lines: Line[], kept: ReadonlyMap<string, Place>): Map<string, Place> {
  const placed = new Map<string, Placed>()
  for (const { ref, width } of boxes) if (kept.has(ref)) placed.set(ref, { ...kept.get(ref)!, width })
  const linesOf = new Map<string, Line[]>(boxes.map(({ ref }) => [ref, []]))
  for (const line of lines) {
    linesOf.get(line.from)!.push(line)
    linesOf.get(line.to)!.push(line)
  }
  for (const { ref, width } of boxes) {
    if (placed.has(ref)) continue
    const ends = linesOf.get(ref)!.flatMap((line) => {
      const at = placed.get(line.from === ref ? line.to : line.from)
      return at ? [{ at, isLeft: line.to === ref, isDeciding: line.isDeciding }] : []
    })
    const drawn = lines.flatMap(({ from, to, isDeciding }) => {
      const [start, end] = [placed.get(from), placed.get(to)]
      return isDeciding && start && end ? [{ start, end }] : []
    })
    const costOf = (place: Place) =>
      ends.reduce((sum, { at, isLeft, isDeciding }) => {
        const distance = (Math.abs(place.x - at.x) + Math.abs(place.y - at.y)) / rowHeight
        if (!isDeciding) return sum + costs.distance * distance * 0.1
        const isBackwards = isLeft ? place.x <= at.x : place.x >= at.x
        const crossings = drawn.filter(
          ({ start, end }) => start !== at && end !== at && isCrossing(place, at, start, end),
        )
        const under = [...placed.values()].filter((box) => box !== at && isNear(box, place, at))
        return (
          sum +
          crossings.length +
          costs.through * under.length +
          costs.distance * distance +
          (isBackwards ? costs.backwards : 0)
        )
      }, 0)
    const candidates = freePlaces(
      [...placed.values()],
      width,
      ends.map(({ at }) => at),
    )
    const best = candidates.reduce(
      (found, place) => {
        const cost = costOf(place)
        return cost < found.cost ? { place, cost } : found
      },
      { place: candidates[0]!, cost: Infinity },
    )
    placed.set(ref, { ...best.place, width })
  }
  return new Map([...placed].map(([ref, { x, y }]) => [ref, { x, y }]))
}

/** In each column and one more on both sides, the free places nearest to the middle of the neighbours. */
function freePlaces(placed: Placed[], width: number, neighbours: Placed[]): Place[] {
  const columns = [...new Set(placed.map(({ x }) => x))].sort((a, b) => a - b)
  const aside = width / 2 + columnGap
  const left = Math.min(...placed.map((box) => box.x - box.width / 2)) - aside
  const right = Math.max(...placed.map((box) => box.x + box.width / 2)) + aside
  const middle = mean((neighbours.length > 0 ? neighbours : placed).map(({ y }) => y))
  return [left, ...columns, right].flatMap((x) => {
    const beside = placed.filter((box) => Math.abs(box.x - x) < (box.width + width) / 2 + columnGap / 3)
    const free: Place[] = []
    for (let step = 0; free.length < triedRows; step++) {
      const y = Math.round(middle) + (step % 2 === 0 ? 1 : -1) * Math.ceil(step / 2) * (rowHeight / 2)
      if (beside.every((box) => Math.abs(box.y - y) >= rowHeight)) free.push({ x: Math.round(x), y })
    }
    return free
  })
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

const sideOf = (a: Place, b: Place, c: Place) => Math.sign((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x))
const isCrossing = (a: Place, b: Place, c: Place, d: Place) =>
  sideOf(a, b, c) * sideOf(a, b, d) < 0 && sideOf(c, d, a) * sideOf(c, d, b) < 0

/** Whether a line runs through the middle of a box, or nearly. */
function isNear({ x, y, width }: Placed, start: Place, end: Place): boolean {
  const [left, right] = start.x < end.x ? [start, end] : [end, start]
  if (x + width / 2 <= left.x || x - width / 2 >= right.x) return false
  const height = left.x === right.x ? y : left.y + ((right.y - left.y) * (x - left.x)) / (right.x - left.x)
  const isBetween = y > Math.min(start.y, end.y) - boxHeight && y < Math.max(start.y, end.y) + boxHeight
  return isBetween && Math.abs(height - y) < boxHeight
}
