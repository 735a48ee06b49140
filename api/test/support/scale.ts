import fc from 'fast-check'

/** How much of the full numbers a run takes: all of them with 1, as `npm run test:long` does. */
const share = Number(process.env.TEST_SCALE ?? 0.02)

/** Everything is tried: each page in each theme and width, each round at its full number. */
export const isFull = share >= 1

/**
 * How many times something random or repeated is tried in this run.
 * @param full in the long run
 * @param least the fewest that still show the property
 */
export const scale = (full: number, least = 1): number => Math.max(Math.min(least, full), Math.round(full * share))

/** At most so many of them, from the first to the last at even distances. */
export const spread = <Item>(items: readonly Item[], maximum: number): Item[] => {
  const step = Math.max(1, items.length / maximum)
  return Array.from({ length: Math.min(items.length, Math.ceil(maximum)) }, (_, n) => items[Math.floor(n * step)]!)
}

/** All of them in the long run; in a quicker one its share, and not fewer than `least`. */
export const some = <Item>(items: readonly Item[], least: number): Item[] => spread(items, scale(items.length, least))

/** Where all random values begin: the same in every run but the long one, which takes a new one and prints it. */
export const seed = Number(process.env.TEST_SEED ?? 0)
fc.configureGlobal({ seed })
