import type { Path } from '../../questions/traversal/traversal.contract.ts'

const mostOfAStep = 3

/** A path in short form for agents: each step with its relationships. Pure. */
export function pathInWords({ found, level, maxDepth, hops, revision }: Path) {
  return {
    found,
    level,
    maxDepth,
    revision,
    hops: hops.map(({ from, to, relationships }) => {
      const via = relationships.map(({ type, source, target, operations }) => {
        const used = operations.length > 0 ? ` (${operations.slice(0, 5).join(', ')})` : ''
        return `${type} ${source} → ${target}${used}`
      })
      const more = via.length - mostOfAStep
      return { from: from.ref, to: to.ref, via: more > 0 ? [...via.slice(0, mostOfAStep), `and ${more} more`] : via }
    }),
  }
}
