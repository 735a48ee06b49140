import { expect } from 'chai'
import { setTimeout as sleep } from 'node:timers/promises'
import { dropUnusedIndexes } from '../../src/runtime/hosting/record-indexes.ts'
import { forgetAnswers } from '../../src/store/change.ts'
import { anotherRegistry, checksum, cypher, onlyCrm, registry } from '../support/database.ts'
import { send, type Answer } from '../support/client.ts'

const create = (path: string, body: object, headers = {}) => send(path, { method: 'POST', body, headers })
const change = (path: string, body: object, etag = '*') =>
  send(path, { method: 'PATCH', body, headers: { 'if-match': etag } })
const remove = (path: string, etag = '*') => send(path, { method: 'DELETE', headers: { 'if-match': etag } })
const customer = async (name = 'Ada'): Promise<string> => (await create('/crm/customers', { name })).body.id
let number = 0
const order = async (customerId: string, more: object = {}): Promise<Answer> =>
  create('/crm/orders', { orderNumber: `N-${++number}`, customerId, ...more })
const pointers = ({ body }: Answer): string[] => body.errors.map((error: { pointer: string }) => error.pointer).sort()
const outcome = ({ status, body }: Answer) => [status, body?.type]

const patchOf = (patchId: string, more: object) => ({
  version: '1.0',
  patchId,
  timestamp: '2026-01-05T09:00:00Z',
  actor: 'human',
  scope: 'object',
  operation: 'add',
  target: { type: 'module', identifier: 'shop' },
  payload: {},
  module: { key: 'shop' },
  apiBasePath: '/shop',
  ...more,
})
const apply = (document: object) => send('/api/patches?confirm=true', { method: 'POST', body: document })

describe('Records of a hosted module', () => {
  before(onlyCrm)

  it('are made, read, changed and deleted', async () => {
    const made = await create('/crm/customers', { name: 'Ada', email: 'ada@example.org', notes: 'a\u0000b' })
    expect(made.status).to.equal(201)
    const { id, createdAt, updatedAt, ...fields } = made.body
    expect(fields).to.deep.equal({ name: 'Ada', email: 'ada@example.org', notes: 'ab', type: 'lead', status: 'active' })
    expect(made.headers.get('location')).to.equal(`/crm/customers/${id}`)
    const read = await send(`/crm/customers/${id}`)
    expect(read.body).to.deep.equal({ id, ...fields, createdAt, updatedAt })
    expect(read.headers.get('etag')).to.equal(made.headers.get('etag'))
    const changed = await change(`/crm/customers/${id}`, { company: 'Engines', email: null }, read.headers.get('etag')!)
    expect(changed.status).to.equal(200)
    expect(changed.body).to.include({ name: 'Ada', company: 'Engines' }).and.not.have.property('email')
    expect(outcome(await change(`/crm/customers/${id}`, { name: 'B' }, read.headers.get('etag')!))).to.deep.equal([
      412,
      'stale-revision',
    ])
    expect((await send(`/crm/customers/${id}`, { method: 'PATCH', body: {} })).status).to.equal(428)
    expect((await remove(`/crm/customers/${id}`, changed.headers.get('etag')!)).status).to.equal(204)
    expect(outcome(await send(`/crm/customers/${id}`))).to.deep.equal([404, 'not-found'])
  })

  it('keep values of every type as they were given', async () => {
    const customerId = await customer()
    const items = [{ sku: 'a', count: 2, nested: { deep: [1.5, null, 'x'] } }]
    const given = { orderNumber: 'T-1', orderDate: '2026-02-03', totalAmount: 12.25, items }
    const made = await create('/crm/orders', { ...given, customerId })
    expect(made.body).to.deep.include({ ...given, customerId, status: 'pending', currency: 'EUR' })
    const tracking = { orderId: made.body.id, trackedAt: '2026-02-03T12:00:00+02:00' }
    expect((await create('/crm/order-tracking', tracking)).body.trackedAt).to.equal('2026-02-03T10:00:00.000Z')
  })

  it('are no part of the log', async () => {
    const { revision } = (await send('/api/modules')).body
    await customer()
    expect((await send('/api/modules')).body.revision).to.equal(revision)
  })

  it('are refused with every error and its place, and nothing is stored', async () => {
    const before = await checksum()
    const answer = await create('/crm/orders', {
      customerId: 'nobody',
      orderDate: '2026-02-30',
      status: 'shiped',
      totalAmount: -1,
      priorty: 'low',
      id: 'x',
    })
    expect(outcome(answer)).to.deep.equal([400, 'invalid-request'])
    expect(pointers(answer)).to.deep.equal(['/id', '/orderDate', '/orderNumber', '/priorty', '/status', '/totalAmount'])
    expect(JSON.stringify(answer.body)).to.include('did you mean priority?')
    const dangling = await create('/crm/orders', { orderNumber: 'D-1', customerId: 'nobody' })
    expect([...outcome(dangling), ...pointers(dangling)]).to.deep.equal([400, 'invalid-request', '/customerId'])
    for (const body of [null, [], 'x', 1, { name: 1 }, { name: 'a\u202eb' }, { name: 'x'.repeat(501) }, { email: 'x' }])
      expect(outcome(await send('/crm/customers', { method: 'POST', body }))).to.deep.equal([400, 'invalid-request'])
    for (const raw of ['{', '{"name": "a", "name": "b"}', '{"__proto__": {}}', '', '[['.repeat(100)])
      expect(outcome(await send('/crm/customers', { method: 'POST', raw }))).to.deep.equal([400, 'invalid-json'])
    const text = { method: 'POST', raw: 'name=a', headers: { 'content-type': 'text/plain' } }
    expect(outcome(await send('/crm/customers', text))).to.deep.equal([415, 'unsupported-media-type'])
    const big = { method: 'POST', body: { name: 'a', notes: 'x'.repeat(1_100_000) } }
    expect(outcome(await send('/crm/customers', big))).to.deep.equal([413, 'body-too-large'])
    expect(await checksum()).to.deep.equal(before)
  })

  it('are judged by the pattern of each field, not by that of another', async () => {
    const withPattern = (name: string, pattern: string) => ({ name, type: 'text', validation: { pattern } })
    const fields = [withPattern('letters', '^[a-z]+$'), withPattern('digits', '^[0-9]+$')]
    expect((await apply(patchOf('patterns', { objects: { Code: { fields } } }))).status).to.equal(201)
    expect((await create('/shop/codes', { letters: 'abc', digits: '123' })).status).to.equal(201)
    expect(pointers(await create('/shop/codes', { letters: '123', digits: 'abc' }))).to.deep.equal([
      '/digits',
      '/letters',
    ])
    await send('/api/modules/shop?force=true', { method: 'DELETE', headers: { 'if-match': '*' } })
  })

  it('answer other paths and methods with what there is', async () => {
    expect(outcome(await send('/crm/nothing'))).to.deep.equal([404, 'not-found'])
    expect(outcome(await send('/crm'))).to.deep.equal([404, 'not-found'])
    expect(outcome(await send('/crm/customers/a/b'))).to.deep.equal([404, 'not-found'])
    expect(outcome(await send('/crm/customers/%ff'))[0]).to.be.oneOf([400, 404])
    const put = await send('/crm/customers', { method: 'PUT', body: {} })
    expect([put.status, put.headers.get('allow')]).to.deep.equal([405, 'GET, HEAD, POST, OPTIONS'])
    for (const path of ['/api/modules', '/docs', '/livez', '/graphql'])
      expect(
        outcome(
          await send('/api/modules', {
            method: 'POST',
            body: { key: 'shadow', name: 'Shadow', metadata: { apiBasePath: path } },
          }),
        ),
        path,
      ).to.deep.equal([409, 'already-exists'])
  })

  it('are made once for each Idempotency-Key, also when it is sent several times at once', async () => {
    const sent = Array.from({ length: 5 }, () =>
      create('/crm/customers', { name: 'Once' }, { 'idempotency-key': 'k-1' }),
    )
    const answers = await Promise.all(sent)
    expect(new Set(answers.map(({ body }) => body.id)).size).to.equal(1)
    const [row] = await cypher("MATCH (r:Record {name: 'Once'}) RETURN count(*) AS count")
    expect(row!.count).to.equal(1)
    const other = await create('/crm/customers', { name: 'Other' }, { 'idempotency-key': 'k-1' })
    expect(outcome(other)).to.deep.equal([422, 'idempotency-key-reused'])
  })

  it('have unique values, whoever wants them at the same time', async () => {
    const customerId = await customer()
    const { origin } = await anotherRegistry()
    const body = JSON.stringify({ orderNumber: 'UNIQUE', customerId })
    const headers = { 'content-type': 'application/json' }
    const both = [origin, (await registry()).origin]
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) => fetch(`${both[n % 2]}/crm/orders`, { method: 'POST', body, headers })),
    )
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([201, ...Array<number>(11).fill(409)])
    const [{ id } = { id: '' }] = (await send('/crm/orders?orderNumber=UNIQUE')).body.items
    const taken = await order(customerId, { orderNumber: 'UNIQUE' })
    expect([...outcome(taken), ...pointers(taken)]).to.deep.equal([409, 'already-exists', '/orderNumber'])
    await change(`/crm/orders/${id}`, { orderNumber: 'FREED' })
    expect((await order(customerId, { orderNumber: 'UNIQUE' })).status).to.equal(201)
    await remove(`/crm/orders/${id}`)
    expect((await order(customerId, { orderNumber: 'FREED' })).status).to.equal(201)
  })

  it('follow the flow of their states', async () => {
    const customerId = await customer()
    expect(pointers(await order(customerId, { status: 'shipped' }))).to.deep.equal(['/status'])
    const { id } = (await order(customerId)).body
    const skipped = await change(`/crm/orders/${id}`, { status: 'delivered' })
    expect(outcome(skipped)).to.deep.equal([409, 'conflict'])
    expect(skipped.body.errors).to.deep.equal([
      { pointer: '/status', reason: 'pending can become confirmed, cancelled' },
    ])
    for (const status of ['confirmed', 'confirmed', 'shipped', 'delivered'])
      expect((await change(`/crm/orders/${id}`, { status })).body.status).to.equal(status)
    expect((await change(`/crm/orders/${id}`, { status: 'pending' })).body.errors[0].reason).to.include('it is final')
  })

  it('are one winner when many change the same revision', async () => {
    const id = await customer()
    const etag = (await send(`/crm/customers/${id}`)).headers.get('etag')!
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => change(`/crm/customers/${id}`, { name: `N${n}` }, etag)),
    )
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, ...Array<number>(9).fill(412)])
  })

  it('can not be deleted while others refer to them, and these never dangle', async () => {
    const customerId = await customer()
    const { id } = (await order(customerId)).body
    const refused = await remove(`/crm/customers/${customerId}`)
    expect(outcome(refused)).to.deep.equal([409, 'in-use'])
    expect(refused.body.referring).to.deep.equal([{ kind: 'crm/Order', field: 'customerId', total: 1, ids: [id] }])
    const other = await customer()
    await change(`/crm/orders/${id}`, { customerId: other })
    expect((await remove(`/crm/customers/${customerId}`)).status).to.equal(204)
    for (let round = 0; round < 10; round++) {
      const contested = await customer()
      const [made, gone] = await Promise.all([order(contested), remove(`/crm/customers/${contested}`)])
      expect([made.status, gone.status], `${made.status} ${gone.status}`).to.satisfy(
        ([m, g]: number[]) => (m === 201 && g === 409) || ((m === 400 || m === 409) && g === 204),
      )
    }
    const dangling = await cypher(
      'MATCH (r:Record) WHERE r.customerId IS NOT NULL AND NOT EXISTS { (r)-[:REFERENCES]->({id: r.customerId}) } RETURN r',
    )
    expect(dangling).to.deep.equal([])
  })

  it('are made and changed many at once, all or none', async () => {
    const customerId = await customer()
    const items = Array.from({ length: 20 }, (_, n) => ({ orderNumber: `B-${n}`, customerId }))
    const { status, body } = await send('/crm/orders:batch', { method: 'POST', body: { items } })
    expect(status).to.equal(200)
    const [first, second] = body.items
    const mixed = [
      { id: first.id, status: 'confirmed' },
      { orderNumber: 'B-20', customerId },
    ]
    expect((await send('/crm/orders:batch', { method: 'POST', body: { items: mixed } })).body.items).to.have.length(2)
    const before = await checksum()
    for (const [bad, pointer] of [
      [{ orderNumber: 'B-3', customerId }, '/items/1/orderNumber'],
      [{ orderNumber: 'C-1', customerId: 'nobody' }, '/items/1/customerId'],
      [{ id: second.id, status: 'delivered' }, '/items/1/status'],
      [{ orderNumber: 'C-0', customerId }, '/items/1/orderNumber'],
    ] as const) {
      const answer = await send('/crm/orders:batch', {
        method: 'POST',
        body: { items: [{ orderNumber: 'C-0', customerId }, bad] },
      })
      expect(answer.status).to.be.oneOf([400, 409])
      expect(pointers(answer)).to.include(pointer)
    }
    expect(await checksum()).to.deep.equal(before)
  })
})

describe('Lists of records', () => {
  before(async () => {
    await onlyCrm()
    const customers = Array.from({ length: 30 }, (_, n) => ({
      name: `Name ${String(n % 10)}`,
      status: n % 3 === 0 ? 'inactive' : 'active',
      type: 'customer',
      ...(n % 2 === 0 ? { company: `C${n}` } : {}),
    }))
    const { body } = await send('/crm/customers:batch', { method: 'POST', body: { items: customers } })
    const orders = Array.from({ length: 10 }, (_, n) => ({
      orderNumber: `${n}`,
      customerId: body.items[n % 2].id,
      totalAmount: n,
      orderDate: `2026-01-${n + 10}`,
    }))
    await send('/crm/orders:batch', { method: 'POST', body: { items: orders } })
  })

  const all = async (path: string, from = ''): Promise<{ items: Record<string, unknown>[]; totals: Set<number> }> => {
    const items = []
    const totals = new Set<number>()
    for (let cursor: string | null = from; cursor !== null;) {
      const { body } = await send(`${path}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
      items.push(...body.items)
      totals.add(body.total)
      expect(body.returned).to.equal(body.items.length)
      expect(body.truncated).to.equal(body.nextCursor !== null)
      cursor = body.nextCursor
    }
    return { items, totals }
  }

  it('are pages with a total', async () => {
    const { items, totals } = await all('/crm/customers?limit=7')
    expect(new Set(items.map(({ id }) => id)).size).to.equal(30)
    expect([...totals]).to.deep.equal([30])
  })

  it('are filtered by fields, by their index or not', async () => {
    for (const [query, count] of [
      ['status=inactive', 10],
      ['status=inactive&status=active', 30],
      ['status=inactive&name=Name 0', 1],
      ['field.status=active', 20],
      ['company=C4', 1],
      ['name=nobody', 0],
    ] as const) {
      const { items, totals } = await all(`/crm/customers?limit=4&${query}`)
      expect([items.length, ...totals], query).to.deep.equal([count, count])
    }
    const [{ id }] = (await send('/crm/customers?limit=1')).body.items
    expect((await send(`/crm/orders?customerId=${id}`)).body.total).to.equal(5)
    expect((await send('/crm/orders?totalAmount.min=3&totalAmount.max=6')).body.total).to.equal(4)
    expect((await send('/crm/orders?totalAmount.min=0.3e1&totalAmount.max=6.0000000000000001')).body.total).to.equal(4)
    expect((await send('/crm/orders?orderDate.min=2026-01-15')).body.total).to.equal(5)
  })

  it('are in any order, without a value last', async () => {
    for (const sort of ['name', '-name', 'company', '-company', '-id', 'createdAt']) {
      const field = sort.replace('-', '')
      const { items } = await all(`/crm/customers?limit=4&sort=${sort}`)
      expect(items).to.have.length(30)
      const values = items.map((item) => item[field] as string | undefined)
      const given = values.filter((value) => value !== undefined)
      const inOrder = given.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
      expect(values, sort).to.deep.equal([
        ...(sort.startsWith('-') ? inOrder.toReversed() : inOrder),
        ...Array<undefined>(30 - given.length).fill(undefined),
      ])
    }
  })

  it('refuse what can not be asked', async () => {
    for (const query of ['stats=active', 'status=activ', 'sort=nothing', 'limit=0', 'limit=501', 'status.min=a'])
      expect((await send(`/crm/customers?${query}`)).body.errors[0].pointer, query).to.match(/^\/query\//)
    for (const query of [
      'totalAmount=x',
      'totalAmount=0x1',
      'totalAmount=1e400',
      'totalAmount=9007199254740993',
      'orderDate=yesterday',
      'items=1',
      'sort=items',
      'a.b.c=1',
    ])
      expect(outcome(await send(`/crm/orders?${query}`)), query).to.deep.equal([400, 'invalid-request'])
    const { nextCursor } = (await send('/crm/customers?limit=1')).body
    const cursor = encodeURIComponent(nextCursor)
    expect(outcome(await send(`/crm/customers?status=active&cursor=${cursor}`))).to.deep.equal([400, 'invalid-cursor'])
    expect(outcome(await send('/crm/customers?cursor=x'))).to.deep.equal([400, 'invalid-cursor'])
    const sorted = (await send('/crm/orders?limit=1&sort=totalAmount')).body.nextCursor
    const [list] = JSON.parse(Buffer.from(sorted, 'base64url').toString())
    for (const place of [[], [1], ['x', 'y'], ['x', {}], ['x', null], ['\ud800'], ['x', 1e300], ['x', '{']]) {
      const forged = Buffer.from(JSON.stringify([list, place])).toString('base64url')
      expect((await send(`/crm/orders?limit=1&sort=totalAmount&cursor=${forged}`)).status).to.be.oneOf([200, 400])
    }
  })

  it('are answered by indexes once there are many records, also those that have begun before', async () => {
    const indexes = () => cypher(`SHOW INDEXES YIELD name, properties WHERE properties = ['_kind', 'status', 'id']`)
    for (const { name } of await indexes()) await cypher(`DROP INDEX \`${name}\``)
    const begun = (await send('/crm/customers?limit=20')).body
    expect((await send('/crm/customers?status=inactive')).body.total).to.equal(10)
    expect(await indexes()).to.deep.equal([])
    const items = Array.from({ length: 200 }, (_, n) => ({
      name: `More ${n}`,
      type: 'customer',
      status: n % 2 === 0 ? 'inactive' : 'active',
    }))
    expect((await send('/crm/customers:batch', { method: 'POST', body: { items } })).status).to.equal(200)
    const rest = await all('/crm/customers?limit=50', begun.nextCursor)
    const ids = [...begun.items, ...rest.items].map(({ id }) => id)
    expect([new Set(ids).size, ...rest.totals]).to.deep.equal([230, 230])
    expect(ids).to.deep.equal(ids.toSorted())
    const inactive = await all('/crm/customers?limit=50&status=inactive')
    expect([inactive.items.length, ...inactive.totals]).to.deep.equal([110, 110])
    expect(inactive.items.every(({ status }) => status === 'inactive')).to.equal(true)
    expect(await indexes()).to.have.length(1)
    const named = await all('/crm/customers?limit=50&name=Name 3&sort=-name')
    expect([named.items.length, ...named.totals]).to.deep.equal([3, 3])
  })

  it('have indexes as long as an entity with many records has the field', async () => {
    const { graph, services } = await registry()
    const indexed = async () =>
      (await cypher('SHOW INDEXES YIELD properties')).map(({ properties }) => String(properties))
    await cypher('CREATE INDEX IF NOT EXISTS FOR (r:Record) ON (r._kind, r.nobodys, r.id)')
    await cypher('CREATE INDEX IF NOT EXISTS FOR (r:Record) ON (r._kind, r.status, r.id)')
    await services.statistics.recount()
    expect(await dropUnusedIndexes(graph)).to.have.length(1)
    expect(await indexed())
      .to.include('_kind,status,id')
      .and.to.include('_kind,id')
      .and.not.to.include('_kind,nobodys,id')
    await send('/api/modules/crm?force=true', { method: 'DELETE', headers: { 'if-match': '*' } })
    await dropUnusedIndexes(graph)
    expect(await indexed())
      .to.include('_kind,id')
      .and.not.to.include('_kind,status,id')
  })
})

describe('Answers that are kept for an Idempotency-Key', () => {
  before(onlyCrm)

  it('are forgotten after a day, those of records too', async () => {
    const { graph } = await registry()
    const kept = async () => (await cypher('MATCH (k:KeptAnswer) RETURN k.key AS key')).map(({ key }) => key)
    const make = (key: string) => create('/crm/customers', { name: 'Ada' }, { 'idempotency-key': key })
    const { id } = (await make('old')).body
    await cypher("MATCH (k:KeptAnswer) SET k.at = k.at - duration('P2D')")
    await cypher("UNWIND range(1, 2500) AS n CREATE (:KeptAnswer {key: 'k' + n, at: datetime() - duration('PT25H')})")
    await make('new')
    await forgetAnswers(graph)
    expect(await kept()).to.deep.equal(['new'])
    expect((await make('old')).body.id).not.to.equal(id)
  })
})

describe('A hosted module', () => {
  beforeEach(onlyCrm)

  const product = { fields: [{ name: 'sku', type: 'text', required: true, unique: true }] }
  const part = {
    fields: [
      { name: 'product', type: 'relation', relationObject: 'Product', relationField: 'sku', onDelete: 'cascade' },
      { name: 'parent', type: 'relation', relationObject: 'Part', onDelete: 'cascade' },
    ],
  }

  it('is served as soon as it is registered, by every process', async () => {
    const { origin } = await anotherRegistry()
    expect((await send('/shop/products')).status).to.equal(404)
    expect((await fetch(`${origin}/shop/products`)).status).to.equal(404)
    expect((await apply(patchOf('shop-1', { objects: { Product: product } }))).status).to.equal(201)
    expect((await create('/shop/products', { sku: 'a' })).status).to.equal(201)
    expect((await fetch(`${origin}/shop/products`)).status).to.equal(200)
    await apply(patchOf('shop-2', { objects: { Part: part } }))
    expect((await send('/shop/parts')).status).to.equal(200)
    expect((await fetch(`${origin}/shop/parts`)).status).to.equal(200)
  })

  it('is served under a base path of any depth', async () => {
    const base = `/${Array.from({ length: 60 }, (_, n) => `s${n % 10}`).join('/')}`
    expect((await apply(patchOf('deep-1', { apiBasePath: base, objects: { Product: product } }))).status).to.equal(201)
    expect((await create(`${base}/products`, { sku: 'a' })).status).to.equal(201)
    expect((await send(`${base}/products`)).body.total).to.equal(1)
    expect((await send(`/${'x/'.repeat(500)}`)).status).to.equal(404)
  })

  it('is served by its new definition at once, by every process', async () => {
    const { origin } = await anotherRegistry()
    const post = (body: object) =>
      fetch(`${origin}/crm/customers`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      })
    expect((await post({ name: 'Ada', vip: true })).status).to.equal(400)
    const field = { name: 'vip', type: 'boolean' }
    const target = { type: 'field', identifier: 'Customer' }
    await apply(patchOf('crm-2', { module: { key: 'crm' }, apiBasePath: '/crm', target, payload: { field } }))
    expect((await post({ name: 'Ada', vip: true })).status).to.equal(201)
    expect(((await (await fetch(`${origin}/crm/customers?vip=true`)).json()) as { total: number }).total).to.equal(1)
  })

  it('answers 503 while it is inactive, and 404 when it is gone', async () => {
    const { origin } = await anotherRegistry()
    const both = async () => [
      (await send('/crm/customers')).status,
      (await fetch(`${origin}/crm/customers/x`)).status,
      (await fetch(`${origin}/crm/customers`)).status,
    ]
    expect(await both()).to.deep.equal([200, 404, 200])
    const status = (status: string) =>
      send('/api/modules/crm/status', { method: 'PUT', body: { status }, headers: { 'if-match': '*' } })
    await status('inactive')
    expect(await both()).to.deep.equal([503, 503, 503])
    expect((await send('/crm/customers')).body.type).to.equal('module-disabled')
    await status('deprecated')
    expect(await both()).to.deep.equal([200, 404, 200])
    await send('/api/modules/crm?force=true', { method: 'DELETE', headers: { 'if-match': '*' } })
    expect(await both()).to.deep.equal([404, 404, 404])
  })

  it('deletes with a record what is declared to go with it, whichever way the relation names it', async () => {
    await apply(patchOf('shop-1', { objects: { Product: product, Part: part } }))
    const { id } = (await create('/shop/products', { sku: 'a' })).body
    expect(pointers(await create('/shop/parts', { product: 'b' }))).to.deep.equal(['/product'])
    const wheel = (await create('/shop/parts', { product: 'a' })).body
    const spoke = (await create('/shop/parts', { parent: wheel.id })).body
    expect(outcome(await change(`/shop/products/${id}`, { sku: 'c' }))).to.deep.equal([409, 'in-use'])
    await change(`/shop/parts/${wheel.id}`, { parent: spoke.id })
    expect((await remove(`/shop/products/${id}`)).status).to.equal(204)
    expect(await cypher('MATCH (n:Record|Claim) RETURN n')).to.deep.equal([])
  })

  it('is measured: requests, errors of the module, records and the last write', async () => {
    const { statistics } = (await registry()).services
    await statistics.flush()
    await onlyCrm()
    const id = await customer()
    await customer()
    await send('/crm/customers')
    await create('/crm/customers', {})
    const { id: broken } = (await order(id, { items: [1] })).body
    await cypher('MATCH (r:Record {id: $id}) SET r.items = "{"', { id: broken })
    const answer = await send(`/crm/orders/${broken}`)
    expect(outcome(answer)).to.deep.equal([500, 'internal-error'])
    await statistics.flush()
    const { items } = (await send('/api/modules/crm/statistics')).body
    const of = (entity: string | null) => items.find((item: { entity: string | null }) => item.entity === entity)
    expect(of('Customer')).to.include({ recordCount: 2, requestCount: 4, clientErrorCount: 1, errorCount: 0 })
    expect(of('Order')).to.include({ recordCount: 1, requestCount: 2, errorCount: 1, errorRate: 0.5 })
    expect(of(null)).to.include({ recordCount: 3, requestCount: 6, errorCount: 1 })
    expect(Date.now() - Date.parse(of('Order').lastUpdate)).to.be.within(0, 10_000)
  })
})

describe('Requests for records that are refused or fail', () => {
  before(onlyCrm)

  it('are counted by their class, whatever they were refused for', async () => {
    const { statistics } = (await registry()).services
    const id = await customer()
    const place = `/crm/customers/${id}`
    const { id: broken } = (await order(id, { items: [1] })).body
    await statistics.flush()
    const before = (await send('/api/modules/crm/statistics')).body.items[0]
    const asked: [status: number, path: string, sent?: Parameters<typeof send>[1]][] = [
      [400, '/crm/customers', { method: 'POST', body: {} }],
      [400, '/crm/customers', { method: 'POST', body: { name: '' } }],
      [400, '/crm/customers', { method: 'POST', body: [] }],
      [400, '/crm/customers?nmae=a'],
      [400, '/crm/customers?cursor=none'],
      [400, '/crm/customers:batch', { method: 'POST', body: { items: [] } }],
      [404, '/crm/customers/none'],
      [404, '/crm/none'],
      [404, '/crm'],
      [404, '/crm/customers/none', { method: 'DELETE', headers: { 'if-match': '*' } }],
      [405, '/crm/customers', { method: 'PUT', body: {} }],
      [405, place, { method: 'POST', body: {} }],
      [409, '/crm/orders', { method: 'POST', body: { orderNumber: `N-${number}`, customerId: id } }],
      [409, place, { method: 'DELETE', headers: { 'if-match': '*' } }],
      [412, place, { method: 'PATCH', body: { name: 'B' }, headers: { 'if-match': '"99999"' } }],
      [413, '/crm/customers', { method: 'POST', body: { name: 'x'.repeat(1_100_000) } }],
      [428, place, { method: 'PATCH', body: { name: 'B' } }],
    ]
    for (const [status, path, sent] of asked) expect((await send(path, sent)).status, path).to.equal(status)
    await statistics.flush()
    const refused = (await send('/api/modules/crm/statistics')).body.items[0]
    expect(refused.clientErrorCount - before.clientErrorCount).to.equal(asked.length)
    expect(refused).to.include({ successCount: before.successCount, errorCount: before.errorCount })

    await cypher('MATCH (r:Record {id: $id}) SET r.items = "{"', { id: broken })
    for (const path of ['/crm/orders', `/crm/orders/${broken}`]) expect((await send(path)).status).to.equal(500)
    const unread = await change(`/crm/orders/${broken}`, { currency: 'CHF' })
    expect(unread.status).to.equal(500)
    await statistics.flush()
    const failed = (await send('/api/modules/crm/statistics')).body.items[0]
    expect(failed.errorCount - before.errorCount).to.equal(3)
    expect(failed.clientErrorCount).to.equal(refused.clientErrorCount)
  })
})

describe('A change of an entity that has records', () => {
  beforeEach(async () => {
    await onlyCrm()
    const items = ['Ada', 'Ada', 'Bob'].map((name, n) => ({
      name,
      notes: n === 0 ? '12' : undefined,
      company: `C${n}`,
    }))
    await send('/crm/customers:batch', { method: 'POST', body: { items } })
  })

  const customerPatch = (operation: string, identifier: string, field: object) =>
    patchOf(`crm-${operation}-${identifier}`, {
      operation,
      module: { key: 'crm' },
      apiBasePath: '/crm',
      target: { type: 'field', identifier },
      payload: operation === 'remove' ? {} : { field },
    })
  const preview = async (document: object) =>
    (await send('/api/patches:preview', { method: 'POST', body: document })).body.records

  it('tells how many of these would fail, and is refused for them', async () => {
    for (const [document, expected] of [
      [customerPatch('add', 'Customer', { name: 'code', type: 'text', required: true }), [['code', 3, 3]]],
      [customerPatch('update', 'Customer.company', { type: 'integer' }), [['company', 3, 3]]],
      [customerPatch('update', 'Customer.name', { unique: true }), [['name', 2, 2]]],
      [customerPatch('update', 'Customer.notes', { required: true }), [['notes', 3, 2]]],
      [customerPatch('update', 'Customer.type', { options: ['prospect'], default: 'prospect' }), [['type', 3, 3]]],
    ] as const) {
      const records = await preview(document)
      type Row = { field: string; records: number; failing: number }
      expect(records.map(({ field, records, failing }: Row) => [field, records, failing])).to.deep.equal(expected)
      const refused = await apply(document)
      expect(outcome(refused)).to.deep.equal([409, 'conflict'])
      expect(refused.body.records).to.deep.equal(records)
    }
    expect((await send('/crm/customers')).body.total).to.equal(3)
  })

  it('is made when all of them fit, and they are served by it', async () => {
    const code = customerPatch('add', 'Customer', { name: 'code', type: 'text', required: true, default: 'none' })
    expect(await preview(code)).to.deep.equal([])
    expect((await apply(code)).status).to.equal(201)
    const [first] = (await send('/crm/customers?limit=1')).body.items
    expect(first.code).to.equal('none')
    const unique = customerPatch('update', 'Customer.company', { unique: true })
    expect(await preview(unique)).to.deep.equal([])
    expect((await apply(unique)).status).to.equal(201)
    expect(outcome(await create('/crm/customers', { name: 'Eve', company: 'C1' }))).to.deep.equal([
      409,
      'already-exists',
    ])
  })

  it('keeps the values of a removed field, and shows them again when that is taken back', async () => {
    const document = customerPatch('remove', 'Customer.company', {})
    const [told] = await preview(document)
    expect(told).to.include({ entity: 'Customer', field: 'company', records: 3, failing: 0 })
    await apply(document)
    const [{ id }] = (await send('/crm/customers?limit=1')).body.items
    expect((await change(`/crm/customers/${id}`, { name: 'Eve' })).body).not.to.have.property('company')
    await send('/api/patches/crm-remove-Customer.company:undo', { method: 'POST' })
    expect((await send(`/crm/customers/${id}`)).body).to.include({ name: 'Eve', company: 'C0' })
  })

  it('to have a flow, or one more state, is a flow that records follow from their first state on', async () => {
    const flow = (identifier: string, payload: object) =>
      patchOf(`crm-flow-${identifier}`, {
        scope: 'state',
        module: { key: 'crm' },
        apiBasePath: '/crm',
        target: { type: 'state', identifier },
        payload,
      })
    const states = ['planned', 'sent', 'seen'].map((name, n) => ({ name, initial: n === 0 }))
    const transitions = [
      { from: 'planned', to: 'sent' },
      { from: 'sent', to: 'seen' },
    ]
    expect((await apply(flow('Customer', { states, transitions }))).status).to.equal(201)
    const [{ id }] = (await send('/crm/customers?limit=1')).body.items
    const moves = async (path: string, moves: object[]) => {
      const answers = []
      for (const move of moves) answers.push((await change(path, move)).status)
      return answers
    }
    const tried = ['seen', 'sent', 'planned', 'seen'].map((state) => ({ state }))
    expect(await moves(`/crm/customers/${id}`, [...tried, { name: 'Eve' }])).to.deep.equal([409, 200, 409, 200, 200])
    expect((await create('/crm/customers', { name: 'Eve' })).body.state).to.equal('planned')

    const archived = { name: 'archived', transitions: [{ from: 'cancelled' }] }
    expect((await apply(flow('Order', { state: archived }))).status).to.equal(201)
    const made = (await order(id)).body
    expect(made.status).to.equal('pending')
    const ways = ['archived', 'cancelled', 'archived', 'cancelled'].map((status) => ({ status }))
    expect(await moves(`/crm/orders/${made.id}`, ways)).to.deep.equal([409, 200, 200, 409])
  })

  it('by hand needs a field in which its flow is kept', async () => {
    const states = { states: [{ name: 'new', initial: true }], transitions: [] }
    const refused = await change('/api/modules/crm/entities/Customer', { states })
    expect([...outcome(refused), ...pointers(refused)]).to.deep.equal([400, 'invalid-request', '/states'])
  })

  it('is refused the same way when it is made by hand', async () => {
    const { fields } = (await send('/api/modules/crm/entities/Customer')).body
    const body = { fields: [...fields, { name: 'code', type: 'text', required: true }] }
    expect(outcome(await change('/api/modules/crm/entities/Customer', body))).to.deep.equal([409, 'conflict'])
  })

  it('leaves no record that does not fit, whoever writes at the same time', async function () {
    this.timeout(60_000)
    const path = '/api/modules/crm/entities/Customer'
    const outcomes = { made: 0, refused: 0 }
    const { fields } = (await send(path)).body
    // In the first round the change is through before anybody writes, in the last everybody has written before it begins.
    for (let round = 0; round < 12; round++) {
      await cypher('MATCH (r:Record) DETACH DELETE r')
      await change(path, { fields: [...fields, { name: 'code', type: 'text' }] })
      await create('/crm/customers', { name: 'Nobody' })
      const retype = () => change(path, { fields: [...fields, { name: 'code', type: 'integer' }] })
      const write = async (n: number) => {
        await sleep(2 * round + 3 * n)
        return create('/crm/customers', { name: `C${n}`, code: 'x' })
      }
      const writeAll = () => Promise.all(Array.from({ length: 8 }, (_, n) => write(n)))
      if (round === 11) await writeAll()
      const retyped = retype()
      if (round === 0) await retyped
      if (round < 11) await writeAll()
      const { status } = await retyped
      outcomes[status === 200 ? 'made' : 'refused']++
      const [found] = await cypher('MATCH (r:Record) WHERE r.code = "x" RETURN count(*) AS unfit')
      if (status === 200) expect(found).to.deep.equal({ unfit: 0 })
    }
    expect(Math.min(outcomes.made, outcomes.refused), JSON.stringify(outcomes)).to.be.above(0)
  })

  it('leads references to where the relation leads now, once each of them names a record there', async () => {
    const ada = await customer()
    const { id } = (await order(ada)).body
    const path = '/api/modules/crm/entities/Order'
    const { fields } = (await send(path)).body
    const lead = (more: object) =>
      change(path, {
        fields: fields.map((one: { name: string }) => (one.name === 'customerId' ? { ...one, ...more } : one)),
      })
    const edges = async () =>
      (await cypher('MATCH (:Record {id: $id})-[e:REFERENCES]->(r) RETURN r.id AS to, e.field AS field', {
        id,
      })) as object[]
    expect(outcome(await lead({ relationObject: 'Order', required: false }))).to.deep.equal([409, 'conflict'])
    expect(await edges()).to.deep.equal([{ to: ada, field: 'customerId' }])
    expect((await lead({ type: 'text', relationObject: undefined })).status).to.equal(200)
    expect(await edges()).to.deep.equal([])
    const { number } = (await send('/api/revisions?limit=1')).body.items[0]
    expect((await create(`/api/revisions/${number}:undo`, {})).status).to.equal(200)
    expect(await edges()).to.deep.equal([{ to: ada, field: 'customerId' }])
    expect(outcome(await remove(`/crm/customers/${ada}`))).to.deep.equal([409, 'in-use'])
  })
})
