import { expect } from 'chai'
import fc from 'fast-check'
import { decimalPlaces, isExact, isMultipleOf } from '../../src/kernel/numbers.ts'
import { scale } from '../support/scale.ts'

const runs = { numRuns: scale(20_000, 400) }
const doubles = fc.double({ noNaN: true, noDefaultInfinity: true })
const cents = fc.integer({ min: -(10 ** 13), max: 10 ** 13 })
const withPoint = (cents: number) =>
  `${cents < 0 ? '-' : ''}${Math.floor(Math.abs(cents) / 100)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`

describe('Numbers', () => {
  it('are exact as JavaScript writes them, in whichever form', () => {
    fc.assert(
      fc.property(doubles, (value) => {
        for (const literal of [String(value), value.toExponential(), JSON.stringify(value)])
          expect(isExact(literal), literal).to.equal(true)
      }),
      runs,
    )
  })

  it('are exact as programs write doubles that print 17 digits, unless they are whole', () => {
    fc.assert(
      fc.property(doubles, (value) => {
        fc.pre(value !== 0 && !/^-?\d+$/.test(String(value)) && Math.abs(value) < 1e15)
        expect(isExact(value.toPrecision(17)), String(value)).to.equal(true)
      }),
      runs,
    )
    for (const literal of ['0.50000000000000001', '1.0000000000000001', '90071992547409936', '1234567890123456.78'])
      expect(isExact(literal), literal).to.equal(false)
  })

  it('are inexact with digits that no double has', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 10n ** 18n, max: 10n ** 30n }), (value) => {
        fc.pre(String(value).replace(/0+$/, '').length > 17)
        expect(isExact(String(value))).to.equal(false)
      }),
      runs,
    )
    for (const literal of ['', '.', '-', 'x', '1e', '1e999999', '0x10', '1_000', 'NaN', 'Infinity'])
      expect(isExact(literal), literal).to.equal(false)
  })

  it('are looked at in time, however long somebody writes them', () => {
    const zeros = '0'.repeat(1_000_000)
    for (const literal of [`0.1${zeros}1`, `${zeros}1${zeros}1`, `0.${'7'.repeat(1_000_000)}`])
      expect(isExact(literal)).to.equal(false)
    for (const literal of [`1.${zeros}`, `${zeros}1`, `0.${zeros}`]) expect(isExact(literal)).to.equal(true)
  })

  it('of two decimal places are multiples of a hundredth, and no others are', () => {
    fc.assert(
      fc.property(cents, (amount) => {
        const value = Number(withPoint(amount))
        expect(isMultipleOf(value, 0.01)).to.equal(true)
        expect(decimalPlaces(value)).to.be.at.most(2)
        expect(isMultipleOf(Number(`${withPoint(amount)}5`), 0.01)).to.equal(false)
        expect(decimalPlaces(Number(`${withPoint(amount)}5`))).to.equal(3)
      }),
      runs,
    )
  })
})
