/** Histogram of response times: `counts[n]` requests in bucket `buckets[n]`. Histograms can be added. Decision 0018. */
export interface Histogram {
  buckets: number[]
  counts: number[]
}

/** Each bucket is 4 % wider than the one before, so that quantiles have an error of at most 2 %. */
const growth = Math.log(1.04)
const shortest = 0.01
const longest = 600_000

export function bucketOf(milliseconds: number): number {
  const bounded = Math.min(Math.max(milliseconds, shortest), longest)
  return Math.floor(Math.log(bounded / shortest) / growth)
}

/** Milliseconds in the middle of a bucket. */
const millisecondsOf = (bucket: number): number => shortest * Math.exp((bucket + 0.5) * growth)

/** The response time within which a share of the requests was answered; null without requests. */
export function quantile({ buckets, counts }: Histogram, share: number): number | null {
  const rank = Math.max(1, Math.ceil(share * counts.reduce((sum, count) => sum + count, 0)))
  let reached = 0
  const index = counts.findIndex((count) => (reached += count) >= rank)
  return index < 0 ? null : rounded(millisecondsOf(buckets[index]!))
}

/** The histogram of a number of requests by bucket. */
export function histogramOf(hits: ReadonlyMap<number, number>): Histogram {
  const inOrder = [...hits].sort(([a], [b]) => a - b)
  return { buckets: inOrder.map(([bucket]) => bucket), counts: inOrder.map(([, count]) => count) }
}

/** All requests of several histograms. */
export function mergedHistogram(
  all: readonly { readonly buckets?: readonly number[]; readonly counts?: readonly number[] }[],
): Histogram {
  const hits = new Map<number, number>()
  for (const { buckets = [], counts = [] } of all)
    buckets.forEach((bucket, n) => hits.set(bucket, (hits.get(bucket) ?? 0) + counts[n]!))
  return histogramOf(hits)
}

export const rounded = (milliseconds: number): number => Number(milliseconds.toPrecision(4))
