import { expect } from 'chai'
import fc from 'fast-check'
import { closedCycles, type Edge } from '../../src/kernel/closed-cycles.ts'
import { components } from '../../src/kernel/components.ts'
import { scale } from '../support/scale.ts'

const node = fc.nat(7).map(String)
const edge = fc.tuple(node, node)

const targetsOf = (edges: readonly Edge[]) => {
  const targets = new Map<string, string[]>()
  for (const [from, to] of edges) targets.set(from, [...(targets.get(from) ?? []), to])
  return targets
}

describe('Edges that are added one after the other', () => {
  it('close a cycle each, which exists, or none, on any graph without cycles', () => {
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 12 }), fc.array(edge, { maxLength: 8 }), (pairs, added) => {
        const there = pairs.filter(([from, to]) => from < to)
        const cycles = closedCycles(targetsOf(there), added)
        for (const [index, [from, to]] of added.entries()) {
          const cycle = cycles[index]
          const isClosing = components(targetsOf([...there, [from, to]])).length > 0
          expect(cycle !== undefined).to.equal(isClosing)
          if (!cycle) {
            there.push([from, to])
            continue
          }
          expect([cycle[0], cycle[1], cycle.at(-1)]).to.deep.equal([from, to, from])
          const steps = cycle.slice(1, -1).map((step, at): Edge => [step, cycle[at + 2]!])
          for (const [a, b] of steps) expect(there.some(([one, other]) => one === a && other === b)).to.equal(true)
          expect(new Set(cycle).size).to.equal(from === to ? 1 : cycle.length - 1)
        }
      }),
      { numRuns: scale(2_000, 200) },
    )
  })

  it('are told a shortest cycle', () => {
    const targets = targetsOf([
      ...([
        ['b', 'c'],
        ['c', 'd'],
        ['d', 'a'],
      ] as Edge[]),
      ['b', 'd'],
    ])
    expect(closedCycles(targets, [['a', 'b']])).to.deep.equal([['a', 'b', 'd', 'a']])
  })
})
