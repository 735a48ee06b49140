/** How many requests took about how long: `counts[n]` of them fell into bucket number `buckets[n]`. Two of these add up. Decision 0018. */
export interface Histogram {
  buckets: number[]
  counts: number[]
}

/** Each bucket reaches 4 % further than the one before, so that what is read from it is at most 2 % off. */
const growth = Math.log(1.04)
const shortest = 0.01
const longest = 600_000

export function bucketOf(milliseconds: number): number {
  const bounded = Math.min(Math.max(milliseconds, shortest), longest)
  return Math.floor(Math.log(bounded / shortest) / growth)
}

/** The middle of a bucket. */
const millisecondsOf = (bucket: number): number => shortest * Math.exp((bucket + 0.5) * growth)

/** The time within which this share of the requests was answered; null when there were none. */
export function quantile({ buckets, counts }: Histogram, share: number): number | null {
  const rank = Math.max(1, Math.ceil(share * counts.reduce((sum, count) => sum + count, 0)))
  let reached = 0
  const index = counts.findIndex((count) => (reached += count) >= rank)
  return index < 0 ? null : rounded(millisecondsOf(buckets[index]!))
}

/** From how often each bucket was hit, in the order of the buckets. */
export function histogramOf(hits: ReadonlyMap<number, number>): Histogram {
  const inOrder = [...hits].sort(([a], [b]) => a - b)
  return { buckets: inOrder.map(([bucket]) => bucket), counts: inOrder.map(([, count]) => count) }
}

export const rounded = (milliseconds: number): number => Number(milliseconds.toPrecision(4))
