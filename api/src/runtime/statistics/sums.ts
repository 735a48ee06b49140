import { mergedHistogram, quantile, rounded, type Histogram } from './histogram.ts'

/** Totals as stored in the graph; a module without requests has no response times. */
export interface Sums extends Partial<Histogram> {
  requestCount: number
  /** Older samples have none. */
  clientErrorCount?: number
  errorCount: number
  /** Requests that are example data. */
  exampleCount?: number
  milliseconds?: number
}

/** Converts totals to the statistics that the API returns. */
export function counted(sums: Sums) {
  const { requestCount, clientErrorCount = 0, errorCount, milliseconds = 0, buckets = [], counts = [] } = sums
  const histogram = { buckets, counts }
  const timed = counts.reduce((sum, count) => sum + count, 0)
  return {
    requestCount,
    successCount: requestCount - clientErrorCount - errorCount,
    clientErrorCount,
    errorCount,
    errorRate: requestCount === 0 ? 0 : errorCount / requestCount,
    responseTime: {
      average: timed === 0 ? null : rounded(milliseconds / timed),
      p50: quantile(histogram, 0.5),
      p95: quantile(histogram, 0.95),
    },
  }
}

/** The same of totals that may contain example data. */
export const countedWithExamples = (sums: Sums) => ({ ...counted(sums), exampleCount: sums.exampleCount ?? 0 })

export function sumOf(all: Sums[]): Sums {
  const total = (of: (one: Sums) => number) => all.reduce((sum, one) => sum + of(one), 0)
  return {
    requestCount: total(({ requestCount }) => requestCount),
    clientErrorCount: total(({ clientErrorCount = 0 }) => clientErrorCount),
    errorCount: total(({ errorCount }) => errorCount),
    exampleCount: total(({ exampleCount = 0 }) => exampleCount),
    milliseconds: total(({ milliseconds = 0 }) => milliseconds),
    ...mergedHistogram(all),
  }
}
