import { expect } from 'chai'
import fc from 'fast-check'
import { Problem } from '../../src/kernel/errors.ts'
import { parseJson } from '../../src/kernel/json.ts'
import { PatchDocument } from '../../src/authoring/patches/read/document.ts'
import { edit } from '../../src/authoring/patches/edit/edit.ts'
import { readBody } from '../../src/authoring/patches/read/patch-body.ts'
import { errorsOf, evaluate } from '../../src/authoring/patches/pipeline.ts'
import { send } from '../support/client.ts'
import { joinedWrongly, onlyCrm } from '../support/database.ts'
import { document, validDocument as valid } from '../support/patch-arbitrary.ts'
import { scale } from '../support/scale.ts'

const nothing = { current: null, others: [], hasDependants: false }
const withField = (field: object) =>
  JSON.stringify(document({ objects: { Item: { fields: [{ name: 'a', type: 'text', ...field }] } } }))
const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

/** What the door does with the text of a body, as places and reasons; empty when it is accepted. */
function refusals(text: string): string[] {
  try {
    const { invalid, refused } = errorsOf(readBody(parseJson(Buffer.from(text))), nothing)
    return [...invalid, ...refused].map(({ pointer, reason }) => `${pointer} ${reason}`)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return error.errors.map(({ pointer, reason }) => `${pointer} ${reason}`)
  }
}

const hostile: [what: string, text: () => string, reason: RegExp][] = [
  ['__proto__', () => '{"objects":{"Item":{"__proto__":{"label":"x"}}}}', /__proto__ is not allowed/],
  ['an escaped __proto__', () => '{"\\u005f_proto__":{}}', /__proto__ is not allowed/],
  ['constructor', () => '{"objects":{"constructor":{"prototype":{}}}}', /constructor is not allowed/],
  [
    'nesting 10,000 deep',
    () => withField({ default: 0 }).replace('"default":0', `"default":${deep(10_000)}`),
    /32 levels/,
  ],
  [
    '10^6 keys',
    () => `{${Array.from({ length: 1_000_000 }, (_, n) => `"k${n}":1`).join()}}`,
    /more than 10000 members/,
  ],
  ['a pattern that backtracks', () => withField({ validation: { pattern: '(a+)+\\1' } }), /not a valid RE2 pattern/],
  ['a pattern that looks around', () => withField({ validation: { pattern: '^(?=a+)+$' } }), /not a valid RE2 pattern/],
  [
    'a pattern that unfolds',
    () => withField({ validation: { pattern: '(a{1,1000}){1,1000}' } }),
    /not a valid RE2 pattern/,
  ],
  [
    'a pattern that is large',
    () => withField({ validation: { pattern: '((?i)\\pL{250}){4}'.repeat(10) } }),
    /too many repetitions/,
  ],
  [
    'a pattern on a long text',
    () => withField({ validation: { pattern: '(x+x+)+y' }, type: 'textarea', default: 'x'.repeat(20_000) }),
    /at most 500 characters/,
  ],
  [
    'a remote $ref',
    () => withField({ validation: { $ref: 'https://example.org/s.json' } }),
    /\$ref does not apply to a text/,
  ],
]

/** Reading and writing this takes 25 ms where 50 ms are what "at once" means. */
const yardstick = JSON.stringify(Array.from({ length: 30_000 }, (_, n) => ({ name: `n${n}`, value: n })))
const timed = (work: () => unknown) => {
  const begun = performance.now()
  work()
  return performance.now() - begun
}

describe('A hostile patch document', () => {
  before(() => refusals(withField({ validation: { pattern: 'a' } })))

  for (const [what, text, reason] of hostile)
    it(`with ${what} is refused at once`, () => {
      const body = text()
      // The best of some tries in turn, so that a slow or busy machine is not taken for a slow answer.
      const tries = Array.from({ length: 8 }, () => ({
        yardstick: timed(() => JSON.stringify(JSON.parse(yardstick))),
        refusing: timed(() => expect(refusals(body).join('\n')).to.match(reason)),
      }))
      const best = (of: 'yardstick' | 'refusing') => Math.min(...tries.map((times) => times[of]))
      expect(best('refusing') / best('yardstick')).to.be.below(2)
      expect(Object.keys({}.constructor.prototype as object)).to.deep.equal([])
    })
})

describe('Generated patch documents', () => {
  it('that are valid are planned, and a second time they would be refused, leaving all as it was', () => {
    fc.assert(
      fc.property(valid, (generated) => {
        const parsed = PatchDocument.parse(generated)
        const { difference, ...first } = evaluate(edit(parsed, null), nothing)
        expect([first.invalid, first.refused, first.security.level]).to.deep.equal([[], [], 'L1'])
        expect(difference.after.entities).to.have.length(Object.keys(generated.objects).length)
        const current = difference.after
        const again = evaluate(edit(parsed, current), { ...nothing, current })
        expect(again.invalid).not.to.have.length(0)
        expect(again.difference.after).to.deep.equal(current)
        expect(again.difference.version.bump).to.equal('none')
      }),
      { numRuns: scale(200, 40) },
    )
  })

  it('that are changed at any place, 10,000 of them, are refused or applied whole, and have no effect elsewhere', async function () {
    this.timeout(600_000)
    await onlyCrm()
    const crm = async () => [
      (await send('/api/modules/crm')).body,
      (await send('/api/modules/crm/entities')).body.items,
    ]
    const [before, { revision }] = [await crm(), (await send('/api/modules')).body]
    const operations = fc.constantFrom('add', 'update', 'remove', 'reorder', 'replace')
    const made = fc.sample(fc.tuple(valid, operations, fc.nat(), fc.nat()), { seed: 5, numRuns: scale(10_000, 400) })
    const mutants = made.map(([generated, operation, place, by], number) =>
      mutated({ ...generated, operation, patchId: `mutant-${number}` }, place, poison[by % poison.length]),
    )
    const counts: Record<number, number> = {}
    const failed: object[] = []
    const waiting = mutants.values()
    const worker = async () => {
      for (const body of waiting) {
        const answer = await send('/api/patches?confirm=true', { method: 'POST', body })
        if (answer.status >= 500) failed.push(answer.body)
        counts[answer.status] = (counts[answer.status] ?? 0) + 1
      }
    }
    await Promise.all(Array.from({ length: 16 }, worker))
    expect(failed).to.deep.equal([])
    expect([200, 201, 400, 403, 409, 422]).to.include.members(Object.keys(counts).map(Number))
    expect(counts[201]).to.be.above(scale(20, 2))
    expect((await send('/api/modules')).body.revision).to.equal(revision + counts[201]!)
    expect(await crm()).to.deep.equal(before)
    expect(await joinedWrongly()).to.deep.equal([])
  })
})

const poison: unknown[] = [
  null,
  true,
  -1,
  1e308,
  '',
  'constructor',
  'toString',
  '__proto__',
  'x'.repeat(600),
  [],
  [[]],
  {},
  { a: 1 },
  'Ax',
  'id',
  'add',
]

/** A copy with the n-th of all its members replaced, taken away, or called otherwise. */
function mutated(value: unknown, place: number, by: unknown): unknown {
  const places: [holder: Record<string, unknown>, name: string][] = []
  const copy = structuredClone(value)
  const walk = (holder: unknown): void => {
    if (typeof holder !== 'object' || holder === null) return
    for (const name of Object.keys(holder)) {
      places.push([holder as Record<string, unknown>, name])
      walk((holder as Record<string, unknown>)[name])
    }
  }
  walk(copy)
  const [holder, name] = places[place % places.length]!
  const was = holder[name]
  holder[name] = by
  if (place % 3 === 1 && !Array.isArray(holder)) {
    delete holder[name]
    Object.defineProperty(holder, typeof by === 'string' ? by : `${name}x`, {
      value: was,
      enumerable: true,
      configurable: true,
    })
  }
  return copy
}
