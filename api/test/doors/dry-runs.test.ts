import { expect } from 'chai'
import fc from 'fast-check'
import { post, send, type Answer } from '../support/client.ts'
import { checksum, cypher, emptyRegistry, registry } from '../support/database.ts'
import { scale, seed } from '../support/scale.ts'

const modules = 7
const refs = Array.from({ length: modules }, (_, m) => [
  `module:m${m}`,
  `capability:m${m}/a`,
  `capability:m${m}/b`,
]).flat()

async function createModules() {
  await emptyRegistry()
  const rows = Array.from({ length: modules }, (_, m) => ({ key: `m${m}`, ref: `module:m${m}` }))
  await cypher(
    `UNWIND $rows AS row
     CREATE (m:RegistryNode:Module {id: row.key, key: row.key, ref: row.ref, name: 'Module ' + row.key, rev: 1, status: 'active'})
     FOREACH (part IN ['a', 'b'] |
       CREATE (m)-[:HAS_CAPABILITY]->(:RegistryNode:Capability {key: part, ref: 'capability:' + row.key + '/' + part, operations: []}))`,
    { rows },
  )
}

const relationship = fc.record({
  type: fc.constantFrom('dependency', 'dependency', 'dependency', 'hierarchical', 'integration', 'data-flow'),
  source: fc.constantFrom(...refs),
  target: fc.constantFrom(...refs, ...refs, 'module:nobody'),
})
const moduleOf = (ref: string) => ref.split(/[:/]/)[1]!
/** Dependencies that point one way, so that they close no cycle together. */
const onward = refs.flatMap((source, index) =>
  refs
    .slice(index + 1)
    .filter((target) => moduleOf(source) !== moduleOf(target) || !source.startsWith('module:'))
    .map((target) => ({ type: 'dependency', source, target })),
)
/** Enough that all dependencies are read to find a cycle; one may point the other way. */
const large = fc
  .tuple(fc.shuffledSubarray(onward, { minLength: 55, maxLength: 60 }), fc.integer({ min: -60, max: 50 }))
  .map(([batch, turned]) =>
    batch.map((one, index) => (index === turned ? { ...one, source: one.target, target: one.source } : one)),
  )
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ batch: fc.array(relationship, { minLength: 1, maxLength: 5 }) }) },
  { weight: 3, arbitrary: fc.record({ moved: relationship, number: fc.nat(50) }) },
)
const history = fc.tuple(
  fc.oneof(step, fc.record({ batch: large })),
  fc.array(fc.oneof({ weight: 5, arbitrary: step }, { weight: 1, arbitrary: fc.record({ batch: large }) }), {
    minLength: 5,
    maxLength: 12,
  }),
)

const verdict = ({ status, body }: Answer) =>
  body?.type === 'dependency-cycle' ? body.type : status < 300 ? 'accepted' : { status, ...body, instance: '' }

describe('A dry run', () => {
  before(createModules)

  it('says what happens when the same is done, of many random changes', async function () {
    this.timeout(300_000)
    const outcomes: Record<string, number> = {}
    await fc.assert(
      fc.asyncProperty(history, async ([first, others]) => {
        await createModules()
        for (const one of [first, ...others]) {
          const attempt = await attemptOf(one)
          if (!attempt) continue
          const before = await checksum()
          const rehearsed = await attempt('?dryRun=true')
          expect(await checksum()).to.deep.equal(before)
          const done = await attempt('')
          expect(verdict(rehearsed), JSON.stringify([one, rehearsed.body, done.body])).to.deep.equal(verdict(done))
          const name = done.status < 300 ? 'accepted' : done.body.type
          outcomes[name] = (outcomes[name] ?? 0) + 1
          if (done.body.cycle) {
            const { cycle, names } = rehearsed.body
            expect(cycle.at(-1)).to.equal(cycle[0])
            expect(names).to.have.length(cycle.length)
          } else if (done.status < 300 && done.body.revision !== undefined)
            // The revision that it saw, and that this would have been.
            expect(rehearsed.body.revision).to.equal(done.body.revision)
        }
      }),
      { numRuns: scale(400, 12), seed },
    )
    expect(outcomes).to.include.keys('accepted', 'dependency-cycle', 'already-exists', 'not-found')
  })

  /** A request of one of the kinds, that can be sent twice; undefined if there is nothing to move. */
  async function attemptOf(one: { batch: object[] } | { moved: object; number: number }) {
    if ('batch' in one) return (query: string) => post(`/api/relationships:batch${query}`, { items: one.batch })
    const { items } = (await send('/api/relationships')).body
    if (items.length === 0) return undefined
    const { id } = items[one.number % items.length]
    return (query: string) =>
      send(`/api/relationships/${id}${query}`, { method: 'PATCH', body: one.moved, headers: { 'if-match': '*' } })
  }

  it('waits for nobody who holds the lock of the registry, nor holds it', async () => {
    await createModules()
    const { driver } = await registry()
    const session = driver.session()
    const tx = session.beginTransaction()
    await tx.run(`MATCH (r:Registry) SET r.locked = true`)
    try {
      const asked = { type: 'dependency', source: 'module:m0', target: 'module:m1' }
      expect((await post('/api/relationships?dryRun=true', asked)).status).to.equal(200)
      expect((await post('/api/relationships:batch?dryRun=true', { items: [asked] })).status).to.equal(200)
    } finally {
      await tx.rollback()
      await session.close()
    }
  })

  it('of a removal needs the role of the removal', async () => {
    const { services } = await registry()
    await createModules()
    const asked = { type: 'dependency', source: 'module:m0', target: 'module:m1' }
    const { id } = (await post('/api/relationships', asked)).body
    const call = {
      expected: '*' as const,
      origin: { actor: 'ed', role: 'editor' as const, via: 'rest' as const },
      caller: { role: 'editor' as const, name: 'ed' },
      baseUrl: '',
    }
    const refused = await services.relationships
      .remove({ params: { id }, query: { dryRun: true } }, call)
      .catch((error: { type: string }) => error.type)
    expect(refused).to.equal('forbidden')
  })
})
