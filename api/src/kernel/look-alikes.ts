import { rectifyConfusion } from 'unicode-confusables'

/** The skeletons of a name with and without its upper case, in which an I may be mistaken for an l. */
const skeletonsOf = (name: string): [string, string] => {
  const normal = name.normalize('NFKC').replaceAll(/\s+/gu, ' ')
  return [rectifyConfusion(normal).toLowerCase(), rectifyConfusion(normal.toLowerCase())]
}

/**
 * Whether a reader could take one name for the other, such as `monitor` and the same with a Cyrillic о, or `Ann` and
 * `ann`. https://www.unicode.org/reports/tr39/#Confusable_Detection
 */
export function looksLike(one: string, other: string): boolean {
  const skeletons = skeletonsOf(other)
  return skeletonsOf(one).some((skeleton) => skeletons.includes(skeleton))
}

const own = new Set(['monitor', 'seed', 'registry', 'system'].flatMap(skeletonsOf))
/** Names of actors that are the registry itself. */
export const isOwnActor = (name: string): boolean => skeletonsOf(name).some((skeleton) => own.has(skeleton))

const ofCallers = new Set(['local', 'mcp', 'ai', 'human', 'anonymous'].flatMap(skeletonsOf))
/** Names that nobody's key may have: those of the registry, and those of callers without a key. */
export const isReservedName = (name: string): boolean =>
  isOwnActor(name) || skeletonsOf(name).some((skeleton) => ofCallers.has(skeleton))
