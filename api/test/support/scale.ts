import fc from 'fast-check'

/** Share of the full number of test cases in this run; 1 for `npm run test:long`. */
const share = Number(process.env.TEST_SCALE ?? 0.02)

/** Whether this run tests everything: each page in each theme and width, with all rounds. */
export const isFull = share >= 1

/**
 * Number of repetitions of a random or repeated test in this run.
 * @param full number in the long run
 * @param least minimum that still shows the property
 */
export const scale = (full: number, least = 1): number => Math.max(Math.min(least, full), Math.round(full * share))

/** At most `maximum` items, evenly spaced. */
export const spread = <Item>(items: readonly Item[], maximum: number): Item[] => {
  const step = Math.max(1, items.length / maximum)
  return Array.from({ length: Math.min(items.length, Math.ceil(maximum)) }, (_, n) => items[Math.floor(n * step)]!)
}

/** All items in the long run; otherwise a share of them, but at least `least`. */
export const some = <Item>(items: readonly Item[], least: number): Item[] => spread(items, scale(items.length, least))

/** Seed of all random values: fixed, except in the long run, which uses a new one and prints it. */
export const seed = Number(process.env.TEST_SEED ?? 0)
fc.configureGlobal({ seed })
