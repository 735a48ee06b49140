import { histogramOf, quantile, rounded, type Histogram } from './histogram.ts'

/** Totals as stored in the graph; a module without requests has no response times. */
export interface Sums extends Partial<Histogram> {
  requestCount: number
  errorCount: number
  milliseconds?: number
}

/** Converts totals to the statistics that the API returns. */
export function counted({ requestCount, errorCount, milliseconds = 0, buckets = [], counts = [] }: Sums) {
  const histogram = { buckets, counts }
  const timed = counts.reduce((sum, count) => sum + count, 0)
  return {
    requestCount,
    errorCount,
    errorRate: requestCount === 0 ? 0 : errorCount / requestCount,
    responseTime: {
      average: timed === 0 ? null : rounded(milliseconds / timed),
      p50: quantile(histogram, 0.5),
      p95: quantile(histogram, 0.95),
    },
  }
}

export function sumOf(all: Sums[]): Sums {
  const hits = new Map<number, number>()
  for (const { buckets = [], counts = [] } of all)
    buckets.forEach((bucket, n) => hits.set(bucket, (hits.get(bucket) ?? 0) + counts[n]!))
  const total = (of: (one: Sums) => number) => all.reduce((sum, one) => sum + of(one), 0)
  return {
    requestCount: total(({ requestCount }) => requestCount),
    errorCount: total(({ errorCount }) => errorCount),
    milliseconds: total(({ milliseconds = 0 }) => milliseconds),
    ...histogramOf(hits),
  }
}
