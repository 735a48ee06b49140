import { expect } from 'chai'
import fc from 'fast-check'
import { components } from '../../src/kernel/components.ts'
import { scale } from '../support/scale.ts'

const size = 12
const edges = fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 40 })

/** Two nodes are in one component when each reaches the other; told by the transitive closure. */
function byClosure(pairs: [number, number][]): number[][] {
  const reaches = Array.from({ length: size }, () => Array<boolean>(size).fill(false))
  for (const [from, to] of pairs) reaches[from]![to] = true
  for (let via = 0; via < size; via++)
    for (let a = 0; a < size; a++)
      for (let b = 0; b < size; b++) if (reaches[a]![via] && reaches[via]![b]) reaches[a]![b] = true
  const nodes = [...Array(size).keys()].filter((node) => reaches[node]![node])
  return nodes
    .map((a) => nodes.filter((b) => reaches[a]![b] && reaches[b]![a]))
    .filter((members, index) => members[0] === nodes[index])
}

const sorted = (found: number[][]) =>
  found.map((members) => members.toSorted((a, b) => a - b)).toSorted((a, b) => a[0]! - b[0]!)

describe('Components', () => {
  it('are the nodes that reach each other, on any graph', () => {
    fc.assert(
      fc.property(edges, (pairs) => {
        const targets = new Map<number, number[]>()
        for (const [from, to] of pairs) targets.set(from, [...(targets.get(from) ?? []), to])
        const found = components(targets)
        expect(sorted(found)).to.deep.equal(byClosure(pairs))
      }),
      { numRuns: scale(500, 50) },
    )
  })

  it('are found on a path that is longer than any stack of calls', () => {
    const length = 300_000
    const path = new Map(Array.from({ length }, (_, node): [number, number[]] => [node, [node + 1]]))
    expect(components(path)).to.deep.equal([])
    expect(components(path.set(length, [0]))[0]).to.have.length(length + 1)
  })
})
