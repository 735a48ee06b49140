import { expect } from 'chai'
import fc from 'fast-check'
import { differences } from '../../../admin/src/shared/difference/difference.ts'
import { clashes, mergePatchOf, takeOver } from '../../../admin/src/shared/difference/merge-patch.ts'
import { mergePatch } from '../../src/kernel/merge-patch.ts'
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

describe('What the page sends of a change', () => {
  const member = fc.constantFrom('a', 'b', 'x/y')
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, fc.constantFrom<unknown>(1, 'x', true, []), tie('object')),
    object: fc.dictionary(member, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  }))
  const resource = fc.record({ one: value, other: value }, { requiredKeys: [], noNullPrototype: true })

  it('makes of the resource what was typed, when the registry merges it', () => {
    fc.assert(
      fc.property(resource, resource, (before, after) => {
        const merged = { ...before, ...mergePatch(before, mergePatchOf(before, after)) }
        const left = Object.fromEntries(Object.entries(merged).filter(([, one]) => one !== null))
        expect(sorted(left)).to.equal(sorted(after))
      }),
      { numRuns: scale(1_000, 100) },
    )
  })

  it('takes over what somebody else saved where both differ', () => {
    const [before, mine] = [
      { name: 'a', tags: { x: 1 } },
      { name: 'b', tags: { x: 1 } },
    ]
    const theirs = { name: 'c', tags: {} }
    const found = clashes(before, mine, theirs)
    expect(found.map(({ pointer, both }) => [pointer, both])).to.deep.equal([
      ['/name', true],
      ['/tags/x', false],
    ])
    expect(takeOver(mine, theirs, ['/name', '/tags/x'])).to.deep.equal(theirs)
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
