import { expect } from 'chai'
import fc from 'fast-check'
import { contextAnswer, contextMarkdown, type Around } from '../../src/questions/packs/pack-answer.ts'
import { pack, type Packed } from '../../src/questions/packs/pack.ts'
import { pieceKinds, type Piece } from '../../src/questions/packs/pieces.ts'
import { tokensOf } from '../support/mcp-client.ts'
import { scale } from '../support/scale.ts'

/** Pieces of some modules, each module with a card, with texts of any signs. */
const pieces = fc
  .array(
    fc.record({
      module: fc.constantFrom('a', 'b', 'c', 'd'),
      kind: fc.constantFrom(...pieceKinds.filter((kind) => kind !== 'module')),
      value: fc.integer({ min: 1, max: 100 }).map((value) => value / 100),
      text: fc.string({ unit: 'binary', maxLength: 120 }),
    }),
    { maxLength: 40 },
  )
  .map((parts): Piece[] => {
    const cards = [...new Set(parts.map(({ module }) => module))].map((module): Piece => ({
      ref: `module:${module}`,
      kind: 'module',
      module,
      value: 0.5,
      data: { key: module },
      line: `## ${module}`,
      ask: 'GET',
    }))
    const rest = parts.map(({ text, ...part }, n): Piece => ({
      ...part,
      ref: `${part.kind}:${part.module}/${n}`,
      data: { text },
      ask: 'GET',
      line: `- ${JSON.stringify(text)}`,
    }))
    return [...cards, ...rest]
  })

const form = (isText: boolean) => (packed: Packed, around: Around) =>
  isText ? contextMarkdown(packed, around, tokensOf) : JSON.stringify(contextAnswer(packed, around, tokensOf))

function packed(given: Piece[], maxTokens: number, isText: boolean, before = new Set<string>()) {
  const around: Around = {
    maxTokens,
    revision: 7,
    nextCursor: 'c',
    total: given.length + before.size,
    before: before.size,
  }
  const write = (one: Packed) => form(isText)(one, around)
  const result = pack(given, {
    maxTokens,
    priceOf: ({ line, data }) => tokensOf(isText ? line : JSON.stringify(data)) + 2,
    given: before,
    costOf: (one) => tokensOf(write(one)),
  })
  return { result, text: write(result) }
}

describe('A pack', function () {
  this.timeout(60_000)

  it('never has more tokens than allowed, as JSON and as Markdown, and says how many it has', () => {
    fc.assert(
      fc.property(pieces, fc.integer({ min: 400, max: 3_000 }), fc.boolean(), (given, maxTokens, isText) => {
        const { text } = packed(given, maxTokens, isText)
        expect(tokensOf(text)).to.be.at.most(maxTokens)
        const said = isText ? /pieces, (\d+) tokens\n/.exec(text)![1] : (JSON.parse(text) as { tokens: number }).tokens
        expect(Number(said)).to.equal(tokensOf(text))
      }),
      { numRuns: scale(60, 10) },
    )
  })

  it('accounts for every piece: shown or left out, each once, with its module before it', () => {
    fc.assert(
      fc.property(pieces, fc.integer({ min: 400, max: 1_500 }), (given, maxTokens) => {
        const { result, text } = packed(given, maxTokens, false)
        const refs = [...result.shown, ...result.left].map(({ ref }) => ref)
        expect(refs).to.have.members(given.map(({ ref }) => ref))
        const shown = result.shown.map(({ ref }) => ref)
        for (const { module } of result.shown) expect(shown).to.include(`module:${module}`)
        const { total, returned, truncated, leftOut } = JSON.parse(text)
        expect([total, returned, leftOut.pieces]).to.deep.equal([
          given.length,
          shown.length,
          given.length - shown.length,
        ])
        expect(truncated).to.equal(returned < total)
      }),
      { numRuns: scale(60, 10) },
    )
  })

  it('is the same for the same pieces', () => {
    fc.assert(
      fc.property(pieces, (given) => {
        expect(packed(given, 600, true).text).to.equal(packed(given, 600, true).text)
      }),
      { numRuns: scale(20, 10) },
    )
  })

  it('takes what is worth most for its tokens', () => {
    const piece = (ref: string, value: number, words: number): Piece => ({
      ref,
      kind: 'entity',
      module: 'a',
      value,
      data: { text: 'word '.repeat(words) },
      ask: '',
      line: `- ${'word '.repeat(words)}`,
    })
    const given = [piece('large', 1, 300), ...[1, 2, 3].map((n) => piece(`small-${n}`, 0.5, 60))]
    const { result } = packed(given, 500, false)
    expect(result.shown.map(({ ref }) => ref)).to.deep.equal(['small-1', 'small-2', 'small-3'])
  })
})
