import { expect } from 'chai'
import { send, type Answer } from '../support/client.ts'
import { cypher, onlyCrm } from '../support/database.ts'

interface Part {
  plural: string
  /** The name in its address. */
  name: string
  create: Record<string, unknown>
  /** What it has besides what was written. */
  presets: object
  change: object
  replace: object
}
const parts: Part[] = [
  {
    plural: 'capabilities',
    name: 'customer-report',
    create: { key: 'customer-report', type: 'query', entity: 'Customer', operations: ['run'] },
    presets: { name: 'Customer report', description: '', endpoints: [] },
    change: {
      description: 'Counts customers',
      endpoints: [{ operation: 'run', method: 'GET', path: '/crm/report', served: false }],
    },
    replace: { type: 'action', operations: ['send'] },
  },
  {
    plural: 'entities',
    name: 'Invoice',
    create: { name: 'Invoice', fields: [{ name: 'total', type: 'currency', required: true }] },
    presets: { label: 'Invoice', description: '', path: null, unique: [], states: null },
    change: { label: 'Bill' },
    replace: { description: 'What is to be paid', unique: [['number']], fields: [{ name: 'number', type: 'text' }] },
  },
  {
    plural: 'endpoints',
    name: 'GET /crm/health',
    create: { method: 'GET', path: '/crm/health' },
    presets: { key: 'GET /crm/health', description: '', deprecated: false },
    change: { deprecated: true },
    replace: { description: 'Whether it is well' },
  },
  {
    plural: 'configurations',
    name: 'mail',
    create: { key: 'mail', configType: 'usage', schema: { type: 'object' }, values: { from: 'crm@example.org' } },
    presets: { documentation: '', metadata: {}, version: '1.0.0' },
    change: { values: { from: 'sales@example.org' } },
    replace: { configType: 'api', documentation: '# Mail' },
  },
]
const list = (plural: string) => `/api/modules/crm/${plural}`
const revisions = async () => (await cypher('MATCH (r:Revision) RETURN count(r) AS n'))[0]!.n as number

for (const { plural, name, create, presets, change, replace } of parts)
  describe(`The ${plural} of a module`, () => {
    const one = `${list(plural)}/${encodeURIComponent(name)}`
    const post = (body: object = create, headers = {}) => send(list(plural), { method: 'POST', body, headers })
    const edit = (method: string, rev: number | undefined, body?: object, path = one): Promise<Answer> =>
      send(path, { method, body, headers: rev === undefined ? {} : { 'if-match': `"${rev}"` } })
    beforeEach(onlyCrm)
    /** The CRM came with the first change of the registry, the part comes with the second. */
    const first = 2

    it('are created with presets, and read at their Location, by name and by id', async () => {
      const { status, headers, body } = await post()
      expect(status).to.equal(201)
      expect(body).to.deep.include({ module: 'crm', rev: first, ...create, ...presets })
      for (const path of [headers.get('location')!, one, `${list(plural)}/${body.id}`])
        expect((await send(path)).body).to.deep.equal(body)
    })

    it('are changed in part and replaced whole, keeping name and id, each a revision', async () => {
      const { body: before } = await post()
      const from = await revisions()
      expect((await edit('PATCH', first, change)).body).to.deep.include({
        ...create,
        ...change,
        rev: first + 1,
        id: before.id,
      })
      const { body } = await edit('PUT', first + 1, replace)
      expect(body).to.deep.include({ ref: before.ref, id: before.id, rev: first + 2, ...replace })
      expect(await revisions()).to.equal(from + 2)
      expect((await edit('PATCH', first + 2, {})).body.rev).to.equal(first + 2)
      expect(await revisions()).to.equal(from + 2)
    })

    it('are deleted, and are gone', async () => {
      await post()
      expect((await edit('DELETE', first)).status).to.equal(204)
      expect((await send(one)).status).to.equal(404)
      expect((await edit('DELETE', first)).status).to.equal(404)
    })

    it('refuse a taken name, a change of name, a missing and a stale revision', async () => {
      await post()
      expect((await post()).body.type).to.equal('already-exists')
      const named = Object.entries({ key: 'other', name: 'Other', path: '/crm/other' }).find(
        ([member]) => member in create,
      )!
      const renamed = await edit('PUT', first, { ...create, [named[0]]: named[1] })
      expect(renamed.body.errors[0]).to.deep.include({ pointer: `/${named[0]}` })
      for (const [method, body] of Object.entries({ PUT: replace, PATCH: change, DELETE: undefined })) {
        expect((await edit(method, undefined, body)).body.type).to.equal('revision-required')
        expect((await edit(method, 7, body)).body.type).to.equal('stale-revision')
      }
      expect((await send(one)).body.rev).to.equal(first)
    })

    it('made anew under the same name are not mistaken for what they were', async () => {
      const { headers } = await post()
      await edit('DELETE', first)
      await post()
      const stale = await send(one, { method: 'PATCH', body: change, headers: { 'if-match': headers.get('etag')! } })
      expect(stale.body.type).to.equal('stale-revision')
    })

    it('are made once for one Idempotency-Key', async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => post(create, { 'idempotency-key': 'once' })))
      expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).to.equal(1)
    })

    it('are listed in pages, each once, with the total', async () => {
      await post()
      const { body: all } = await send(`${list(plural)}?limit=500`)
      const walked: object[] = []
      for (let cursor = ''; cursor !== null;) {
        const { body } = await send(`${list(plural)}?limit=2${cursor && `&cursor=${cursor}`}`)
        expect(body.total).to.equal(all.total)
        walked.push(...body.items)
        cursor = body.nextCursor
      }
      expect(walked).to.deep.equal(all.items)
      expect(walked).to.have.length(all.total)
    })

    it('are not found in a module that is not there', async () => {
      for (const request of [send(`/api/modules/none/${plural}`), send(`/api/modules/none/${plural}/x`)])
        expect((await request).body.errors[0].pointer).to.equal('/path/id')
      const lost = await send(`/api/modules/none/${plural}`, { method: 'POST', body: create })
      expect(lost.body.type).to.equal('not-found')
    })
  })

describe('The parts of a module', () => {
  beforeEach(onlyCrm)

  it('are filtered', async () => {
    const keys = async (query: string) =>
      (await send(`${list('capabilities')}?${query}`)).body.items.map(({ key }: { key: string }) => key)
    expect(await keys('type=workflow')).to.deep.equal(['order-workflow'])
    expect(await keys('entity=Customer,Order&type=crud')).to.deep.equal(['customer-crud', 'order-crud'])
    expect(await keys('operation=ship')).to.deep.equal(['order-workflow'])
    expect((await send(`${list('configurations')}?configType=usage`)).body.total).to.equal(4)
  })

  it('that others name are in use; force takes them away from these', async () => {
    const gone = async (plural: string, name: string) => {
      const path = `${list(plural)}/${encodeURIComponent(name)}`
      const refused = await send(path, { method: 'DELETE', headers: { 'if-match': '*' } })
      expect(refused.body).to.include({ type: 'in-use', status: 409 })
      expect(refused.body.dependants).to.have.length.above(0)
      expect((await send(`${path}?force=true`, { method: 'DELETE', headers: { 'if-match': '*' } })).status).to.equal(
        204,
      )
      return refused.body.dependants as string[]
    }
    expect(await gone('endpoints', 'POST /crm/orders')).to.deep.equal(['capability:crm/order-crud'])
    const capability = await send(`${list('capabilities')}/order-crud`)
    expect(capability.body.endpoints.map(({ operation }: { operation: string }) => operation)).not.to.include('create')
    expect(capability.body.rev).to.equal(2)
    await gone('entities', 'Order')
    expect((await send(`${list('capabilities')}/order-crud`)).body).to.include({ entity: null, rev: 3 })
    expect(await gone('capabilities', 'customer-crud')).to.have.members([
      'capability:crm/order-crud',
      'capability:crm/financial-transaction-crud',
    ])
    expect((await send('/api/modules/crm/relationships?type=dependency')).body.total).to.equal(2)
  })

  it('are changed by merging objects, as RFC 7396 says', async () => {
    const values = { mail: { from: 'a@example.org', to: ['b'] }, retries: 3, footer: 'Bye' }
    const body = { key: 'mail', configType: 'usage', values, metadata: { a: 1 } }
    await send(list('configurations'), { method: 'POST', body })
    const change = { values: { mail: { from: 'c@example.org' }, footer: null, extra: { deep: { x: null } } } }
    const changed = await send(`${list('configurations')}/mail`, {
      method: 'PATCH',
      body: change,
      headers: { 'if-match': '*' },
    })
    expect(changed.body).to.deep.include({
      values: { mail: { from: 'c@example.org', to: ['b'] }, retries: 3, extra: { deep: {} } },
      metadata: { a: 1 },
    })
  })

  it('that very many depend on say how many, and name the first', async () => {
    await cypher(`MATCH (c:Capability {ref: 'capability:crm/financial-transaction-crud'})
      UNWIND range(1, 130) AS n
      CREATE (:RegistryNode {ref: 'capability:other/c' + n})-[:DEPENDS_ON {id: 'many-' + n}]->(c)`)
    const { body } = await send(`${list('capabilities')}/financial-transaction-crud`, {
      method: 'DELETE',
      headers: { 'if-match': '*' },
    })
    expect(body).to.include({ type: 'in-use', total: 130 })
    expect(body.dependants).to.have.length(100)
    expect(body.detail).to.match(/^130 relationships depend on it, 100 are listed: capability:other\/c1 needs /)
  })

  it('have numbers as long as they are there: a module and its entities', async () => {
    const counted = async (module: string) =>
      (await send(`/api/modules/${module}/statistics`)).body.items.map(({ entity }: { entity: string }) => entity)
    await send('/api/modules', { method: 'POST', body: { key: 'shop', name: 'Shop' } })
    expect(await counted('shop')).to.deep.equal([null])
    await send('/api/modules/shop/entities', { method: 'POST', body: { name: 'Order' } })
    expect(await counted('shop')).to.deep.equal([null, 'Order'])
    const before = await counted('crm')
    await send(`${list('entities')}/OrderTracking?force=true`, { method: 'DELETE', headers: { 'if-match': '*' } })
    expect(before).to.include('OrderTracking')
    expect(await counted('crm')).to.deep.equal(before.filter((entity: string) => entity !== 'OrderTracking'))
  })

  it('that contradict each other are refused with the place', async () => {
    const capability = { key: 'odd', operations: ['list'] }
    const wrong: [plural: string, body: object, pointer: string][] = [
      ['capabilities', { ...capability, operations: ['fly'] }, '/operations/0'],
      ['capabilities', { ...capability, entity: 'Nobody' }, '/entity'],
      [
        'capabilities',
        { ...capability, endpoints: [{ operation: 'read', method: 'GET', path: '/x' }] },
        '/endpoints/0/operation',
      ],
      ['entities', { name: 'Odd', fields: [{ name: 'a', type: 'select' }] }, '/fields/0/options'],
      ['entities', { name: 'Odd', fields: [{ name: 'id', type: 'text' }] }, '/fields/0/name'],
      [
        'entities',
        { name: 'Odd', fields: [{ name: 'a', type: 'relation', relationObject: 'Nobody' }] },
        '/fields/0/relationObject',
      ],
      ['entities', { name: 'Odd', unique: [['nope']] }, '/unique/0/0'],
      ['entities', { name: 'customer' }, '/name'],
      ['entities', { name: 'Order_Tracking' }, '/name'],
      ['entities', { name: 'Odd', states: { states: [{ name: 'a' }], transitions: [] } }, '/states/states'],
      ['configurations', { key: 'odd', configType: 'schema', schema: { type: 'odd' } }, '/schema/type'],
      ['configurations', { key: 'odd', configType: 'schema', schema: { $schema: 'http://x' } }, '/schema/$schema'],
    ]
    for (const [plural, body, pointer] of wrong) {
      const answer = await send(list(plural), { method: 'POST', body })
      expect(answer.body, pointer).to.include({ type: 'invalid-request', status: 400 })
      expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).to.include(pointer)
    }
    expect(await revisions()).to.equal(1)
  })
})
