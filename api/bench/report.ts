import type { Figures, Result } from './contest.ts'

const worst = 0.85
/** A power of the size from which something grows: more than noise, and less than a scan of anything. */
const limits = { flat: 0.3, linear: 1.15 }

const number = (value: number) => value.toPrecision(value >= 100 ? 3 : 2).replace(/\.?0+(e|$)/, '$1')
const plain = (value: number) => (Number.isFinite(value) ? String(Number(number(value))) : '')

const columns = ['ans/s', '±', 'p50', 'p99', 'own', 'db', 'Express', 'driver', 'Neo4j GraphQL', 'cpu', 'MB'] as const
export const heading = (size: number) =>
  [`${size} modules`.padEnd(46), ...columns.map((name) => name.padStart(Math.max(7, name.length)))].join(' ')

export function line({ what, figures, ratios, processor, memory }: Result): string {
  const { rate, spread, p50, p99, own, database } = figures.registry!
  const cpu = Object.values(processor)[0]
  const shown = [
    rate,
    spread,
    p50,
    p99,
    own,
    database,
    ratios.express,
    ratios.driver,
    ratios['neo4j-graphql'],
    cpu,
    memory,
  ]
  return [
    what.padEnd(46),
    ...shown.map((value, index) =>
      (value === undefined ? '' : plain(value)).padStart(Math.max(7, columns[index]!.length)),
    ),
  ].join(' ')
}

/** Milliseconds an answer costs: of the processors where they are measured, otherwise of the clock. */
const costOf = ({ own, database, p50 }: Figures) => own + database || p50

/** The power of the size with which something grows, over all sizes measured. */
export function slope(points: [size: number, cost: number][]): number {
  const logs = points.map(([size, cost]) => [Math.log(size), Math.log(Math.max(cost, 0.01))] as const)
  const mean = (of: 0 | 1) => logs.reduce((sum, point) => sum + point[of], 0) / logs.length
  const [x, y] = [mean(0), mean(1)]
  const product = (of: (a: number, b: number) => number) => logs.reduce((sum, [a, b]) => sum + of(a - x, b - y), 0)
  return product((a, b) => a * b) / product((a) => a * a)
}

/** How the cost of each question grows with the registry, worst first. */
export function growth(results: Result[]): string[] {
  const rows = [...new Set(results.map(({ what }) => what))].map((what) => {
    const sizes = results.filter((one) => one.what === what)
    const points = sizes.map(({ size, figures }): [number, number] => [size, costOf(figures.registry!)])
    const power = slope(points)
    const limit = limits[sizes[0]!.grows]
    return { what, points, power, memory: sizes.map(({ memory }) => memory), tooFast: power > limit }
  })
  return rows
    .toSorted((a, b) => b.power - a.power)
    .map(({ what, points, power, memory, tooFast }) => {
      const costs = points.map(([, cost]) => plain(cost).padStart(7)).join(' ')
      return `${what.padEnd(46)} ${costs} ms  ${memory.map((one) => String(one).padStart(4)).join(' ')} MB  ^${power.toFixed(2)} ${tooFast ? 'grows' : ''}`
    })
}

/** What is more than 15 % worse than in a recorded run: ratios only, since those of one run are comparable. */
export function worse(results: Result[], recorded: Result[]): string[] {
  return results.flatMap(({ what, size, ratios }) => {
    const before = recorded.find((one) => one.what === what && one.size === size)
    return Object.entries(ratios).flatMap(([other, ratio]) => {
      const known = before?.ratios[other as keyof typeof ratios]
      return known !== undefined && ratio < known * worst
        ? [`${what} at ${size}: ${ratio.toFixed(2)} of ${other}, was ${known.toFixed(2)}`]
        : []
    })
  })
}
