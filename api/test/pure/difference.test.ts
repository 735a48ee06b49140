import { expect } from 'chai'
import fc from 'fast-check'
import { differences } from '../../../admin/src/shared/difference/difference.ts'
import { scale } from '../support/scale.ts'

describe('What the page shows as different', () => {
  it('is where two resources differ, fields told by their name and not by their place', () => {
    const before = { rev: 1, name: 'Customer', fields: [{ name: 'email', required: false }, { name: 'phone' }] }
    const after = {
      rev: 2,
      name: 'Customer',
      fields: [{ name: 'id' }, { name: 'email', required: true }],
      states: { initial: 'new' },
    }
    expect(differences(before, after)).to.deep.equal([
      { path: 'fields.email.required', before: false, after: true },
      { path: 'fields.phone', before: { name: 'phone' } },
      { path: 'fields.id', after: { name: 'id' } },
      { path: 'states', after: { initial: 'new' } },
    ])
    expect(differences({ tags: ['a', 'b'] }, { tags: ['b'] })).to.deep.equal([
      { path: 'tags', before: ['a', 'b'], after: ['b'] },
    ])
  })

  it('is nothing between equal values, and something between others', () => {
    const value = fc.jsonValue({ maxDepth: 3 })
    fc.assert(fc.property(value, (one) => differences({ one }, { one: structuredClone(one) }).length === 0))
    const other = fc.tuple(value, value).filter(([a, b]) => JSON.stringify(a) !== JSON.stringify(b))
    fc.assert(
      fc.property(other, ([a, b]) => differences({ x: a }, { x: b }).length > 0 || sameMembers(a, b)),
      { numRuns: scale(300, 50) },
    )
  })
})

/** The order of members says nothing. */
const sameMembers = (a: unknown, b: unknown) => sorted(a) === sorted(b)
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  )
