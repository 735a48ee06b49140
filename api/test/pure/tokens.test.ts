import { expect } from 'chai'
import fc from 'fast-check'
import { Problem } from '../../src/kernel/errors.ts'
import { checkStatement } from '../../src/questions/queries/statement-check.ts'
import { tokenize, Unreadable } from '../../src/questions/queries/cypher-tokens.ts'
import { cell } from '../../src/questions/queries/csv.ts'
import { scale } from '../support/scale.ts'

const shown = (text: string) => tokenize(text).map(({ kind, text }) => `${kind} ${text}`)

describe('The tokens of Cypher', () => {
  const cases: [what: string, text: string, tokens: string[]][] = [
    ['words in capitals', 'match', ['word MATCH']],
    ['strings without their quotes', `'a"b' "c'd"`, [`string a"b`, `string c'd`]],
    ['escapes inside of strings', String.raw`'it\'s' 'a\\'`, [`string it's`, 'string a\\']],
    ['names in backticks', '`LOAD CSV` `a``b`', ['name LOAD CSV', 'name a`b']],
    ['parameters', '$key $`a b`', ['parameter key', 'parameter a b']],
    [
      'numbers and ranges apart',
      '*1..3 1.5e3 0xff .5',
      ['symbol *', 'number 1', 'symbol ..', 'number 3', 'number 1.5e3', 'number 0xff', 'number .5'],
    ],
    ['no comments', 'a // b\nc /* d */ e', ['word A', 'word C', 'word E']],
    ['no strings in comments', "a // it's\nb 'c'", ['word A', 'word B', 'string c']],
    ['no comments in strings', "'http://x/*y*/'", ['string http://x/*y*/']],
    ['decoded escapes first: an operator', String.raw`a \u003d\u007e b`, ['word A', 'symbol =~', 'word B']],
    ['decoded escapes first: the end of a comment', String.raw`a // b \u000A c`, ['word A', 'word C']],
    ['decoded escapes first: a quote', String.raw`'a\u0027 b`, ['string a', 'word B']],
    ['decoded escapes first: a letter of a word', String.raw`L\u004FAD`, ['word LOAD']],
  ]
  for (const [what, text, tokens] of cases) it(`are ${what}`, () => expect(shown(text)).to.deep.equal(tokens))

  it('stand where they were sent, also behind escapes', () => {
    expect(tokenize(String.raw`'\u0041' b`).map(({ at }) => at)).to.deep.equal([0, 9])
  })

  const unreadable = [
    "'a",
    '"a',
    '`a',
    'a /* b',
    'a\u200bb',
    'a // \u2028 b',
    'a \u0000',
    String.raw`'\\u0027`,
    String.raw`\u005c`,
    String.raw`\u12`,
    '¬',
  ]
  for (const text of unreadable)
    it(`are none for ${JSON.stringify(text)}, which can not be read with certainty`, () => {
      expect(() => tokenize(text)).to.throw(Unreadable)
    })

  it('come or are refused for any text, at once, and cover it', () => {
    const pieces = fc.constantFrom(
      '\\u0027',
      "'",
      '"',
      '`',
      '//',
      '/*',
      '*/',
      '\n',
      ' ',
      'LOAD',
      'CSV',
      '$',
      'x',
      '1',
      '.',
      '{',
      '\\',
      'é',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(pieces, { maxLength: 40 }).map((all) => all.join('')),
        ),
        (text) => {
          try {
            const places = tokenize(text).map(({ at }) => at)
            expect(places).to.deep.equal(places.toSorted((a, b) => a - b))
          } catch (error) {
            expect(error).to.be.instanceOf(Unreadable)
          }
        },
      ),
      { numRuns: scale(2_000, 200) },
    )
  })

  it('find LOAD CSV wherever it is written, whatever stands around it and however it is escaped', () => {
    const escaped = fc.boolean()
    const letters = (word: string) =>
      fc
        .array(escaped, { minLength: word.length, maxLength: word.length })
        .map((flags) =>
          [...word]
            .map((letter, index) =>
              flags[index] ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : letter,
            )
            .join(''),
        )
    const gap = fc.constantFrom(' ', '\n', '/* x */', ' // y\n', '\\u0020', '\t')
    const around = fc.constantFrom(
      '%',
      'RETURN [x IN [1] | COLLECT { % }]',
      "RETURN 'a' + COUNT { % }",
      'MATCH (n) WHERE EXISTS { % } RETURN n',
      "/* it's */ %",
    )
    fc.assert(
      fc.property(letters('LOAD'), gap, letters('CSV'), around, (load, between, csv, place) => {
        const text = place.replace('%', `${load}${between}${csv} FROM 'file:///x' AS l RETURN l`)
        expect(() => checkStatement(text))
          .to.throw(Problem)
          .with.nested.property('extra.rule', 'files')
      }),
    )
  })

  it('are judged in a moment, however hostile they are', () => {
    const start = performance.now()
    for (const text of [
      '('.repeat(9_999),
      "'".repeat(9_999),
      '/*'.repeat(4_999),
      '`'.repeat(9_998),
      'a.'.repeat(4_999),
      'NOT '.repeat(2_499),
      '\\u0041'.repeat(1_600),
    ])
      try {
        checkStatement(text)
      } catch (error) {
        expect(error).to.be.instanceOf(Problem)
      }
    expect(performance.now() - start).to.be.below(1_500)
  })
})

describe('A cell of CSV', () => {
  const cells: [unknown, string | null][] = [
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['|cmd', "'|cmd"],
    ['\t=1', "'\t=1"],
    [' =1', "' =1"],
    ['＝1', "'＝1"],
    [-1, '-1'],
    [null, null],
    ['plain', 'plain'],
    [['=1'], '["=1"]'],
  ]
  for (const [value, text] of cells)
    it(`with ${JSON.stringify(value)} is ${JSON.stringify(text)}`, () => expect(cell(value)).to.equal(text))
})
