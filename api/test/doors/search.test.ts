import { expect } from 'chai'
import { ask, send } from '../support/client.ts'
import { allSamples, cypher, registry } from '../support/database.ts'

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers of any shape */
type Any = any
const asked = async (path: string, parameters: Record<string, string>) =>
  (await send(`${path}?${new URLSearchParams(parameters).toString()}`)).body as Any
const search = (q: string, more: Record<string, string> = {}) => asked('/api/ai/search', { q, ...more })
const refs = ({ items }: Any): string[] => items.map(({ ref }: { ref: string }) => ref)

/** All pages of a list. */
export async function everything(path: string, parameters: Record<string, string>, limit: number): Promise<Any[]> {
  const found: Any[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Any = await asked(path, { ...parameters, limit: `${limit}`, ...(cursor === '' ? {} : { cursor }) })
    expect(page.returned).to.equal(page.items.length)
    expect(page.truncated).to.equal(page.nextCursor !== null)
    found.push(...page.items)
    expect(page.total).to.be.at.least(found.length)
    if (page.nextCursor === null) expect(page.total).to.equal(found.length)
    cursor = page.nextCursor
  }
  return found
}

describe('The search', function () {
  this.timeout(60_000)
  before(allSamples)

  const found: [q: string, ref: string, why: string][] = [
    ['invoicing', 'module:invoicing', 'its name'],
    ['invoyce', 'capability:invoicing/invoice-crud', 'a word with a typo'],
    ['warehous', 'entity:inventory/Warehouse', 'a beginning'],
    ['trackingNumber', 'entity:shipping/Shipment', 'the name of a field'],
    ['tracking number', 'entity:shipping/Shipment', 'a field in words'],
    ['order tracking', 'entity:crm/OrderTracking', 'the words of a name'],
    ['overdue', 'configuration:invoicing/payment-reminder-schema', 'a word of the documentation'],
    ['confirm', 'capability:crm/order-workflow', 'an operation'],
    ['sales', 'module:crm', 'a tag'],
  ]
  for (const [q, ref, why] of found)
    it(`finds ${ref} by ${why}, and says so`, async () => {
      const body = await search(q)
      expect(refs(body).slice(0, 8)).to.include(ref)
      const hit = body.items.find((item: Any) => item.ref === ref)
      expect(hit.why.length, JSON.stringify(hit)).to.be.above(0)
      expect(hit).to.include({ status: 'active', health: 'unknown' })
    })

  it('finds abbreviations that end in s, names with underscores and digits, and what Korean words begin with', async () => {
    const modules = { wms: 'WMS', 'id-service': 'IDs and keys', legacy: 'my_table2 import', stock: '재고관리' }
    for (const [key, name] of Object.entries(modules))
      expect((await send('/api/modules', { method: 'POST', body: { key, name } })).status).to.equal(201)
    for (const [q, key] of [
      ['WMS', 'wms'],
      ['wms', 'wms'],
      ['what does the WMS do?', 'wms'],
      ['IDs', 'id-service'],
      ['my_table2', 'legacy'],
      ['MY_TABLE2', 'legacy'],
      ['재고', 'stock'],
      ['재고관리', 'stock'],
    ] as const) {
      const body = await search(q)
      expect(refs(body)[0], q).to.equal(`module:${key}`)
      expect(body.items[0].why.length, q).to.be.above(0)
    }
    for (const key of Object.keys(modules))
      await send(`/api/modules/${key}`, { method: 'DELETE', headers: { 'if-match': '*' } })
  })

  it('takes what everybody depends on before what fits as well', async () => {
    const create = (key: string, name = 'Zebra keeping') =>
      send('/api/modules', { method: 'POST', body: { key, name } })
    await create('a-zebra')
    await create('z-zebra')
    for (const n of [1, 2, 3]) {
      await create(`user-${n}`, 'Somebody')
      const body = { type: 'dependency', source: `module:user-${n}`, target: 'module:z-zebra' }
      await send('/api/relationships', { method: 'POST', body })
    }
    const { items } = await search('zebra')
    expect(items.map(({ module, dependants }: Any) => [module, dependants])).to.deep.equal([
      ['z-zebra', 3],
      ['a-zebra', 0],
    ])
  })

  it('answers who can do something with module, operation, endpoint, a sample call and health', async () => {
    const { answers, answersTotal, operations } = await search('Who can create an invoice?')
    expect(operations).to.deep.equal(['create'])
    expect(answers[0]).to.deep.include({ module: 'invoicing', entity: 'Invoice', status: 'active', health: 'unknown' })
    expect(answers[0].calls).to.deep.equal([
      {
        operation: 'create',
        method: 'POST',
        path: '/invoicing/invoices',
        served: true,
        sample:
          'POST /invoicing/invoices {"invoiceNumber":"Example","customerId":"0199a5e0-0000-7000-8000-000000000000","issuedOn":"2026-01-31","total":0}',
      },
    ])
    expect(answersTotal).to.be.above(1)
    const all = await asked('/api/ai/capabilities', { q: 'Who can create an invoice?', limit: '100' })
    expect(all.total).to.equal(answersTotal)
    expect(all.items.slice(0, 5)).to.deep.equal(answers)
  })

  it('lists what can be done by entity, operation and module', async () => {
    const body = await asked('/api/ai/capabilities', { operation: 'confirm', module: 'crm' })
    expect(refs(body)).to.deep.equal(['capability:crm/order-workflow'])
    expect(refs(await asked('/api/ai/capabilities', { entity: 'Invoice', type: 'crud' }))).to.deep.equal([
      'capability:invoicing/invoice-crud',
    ])
  })

  it('counts what an independent question counts, and reaches each hit exactly once', async () => {
    const text = '"order"^4 OR "orders"^4 OR order*^1.5 OR order~1^0.5'
    const [count] = await cypher(
      "CALL db.index.fulltext.queryNodes('registry_words', $text) YIELD node RETURN count(*) AS n",
      {
        text,
      },
    )
    for (const limit of [1, 7, 100]) {
      const all = await everything('/api/ai/search', { q: 'orders' }, limit)
      expect(all).to.have.length(Number(count!.n))
      expect(new Set(all.map(({ ref }) => ref as string)).size).to.equal(all.length)
    }
    const [capabilities] = await cypher('MATCH (c:Capability) RETURN count(c) AS n')
    const listed = await everything('/api/ai/capabilities', {}, 7)
    expect(new Set(listed.map(({ ref }) => ref as string)).size).to.equal(Number(capabilities!.n))
  })

  it('can be narrowed to kinds and to a module', async () => {
    const { items } = await search('order', { kind: 'entity,module', module: 'crm' })
    expect(new Set(items.map(({ kind }: Any) => kind))).to.deep.equal(new Set(['entity', 'module']))
    expect(new Set(items.map(({ module }: Any) => module))).to.deep.equal(new Set(['crm']))
  })

  it('takes the syntax of Lucene for text', async () => {
    for (const q of ['name:*', '*:*', 'crm AND NOT x', '"', '(((', 'a^9 ~ -b', '\\', '/.*/', '[a TO z]'])
      expect((await asked('/api/ai/search', { q })).total, q).to.be.a('number')
    expect((await search('*:*')).total).to.equal(0)
  })

  it('is the same bytes for the same question, and the same over GraphQL', async () => {
    const once = await search('shipping of orders')
    expect(JSON.stringify(await search('shipping of orders'))).to.equal(JSON.stringify(once))
    const members = 'ref kind module name score dependants why { word how in }'
    const { data, errors } =
      await ask(`{ search(q: "shipping of orders", limit: 20) { total revision items { ${members} } }
      capabilities(q: "who can create an invoice") { total items { ref calls { operation method path served sample } } } }`)
    expect(errors).to.equal(undefined)
    expect(data.search).to.deep.include({ total: once.total, revision: once.revision })
    expect(data.search.items.map(({ ref }: Any) => ref)).to.deep.equal(refs(once))
    expect(data.search.items[0].why).to.deep.equal(once.items[0].why)
    const { items } = await asked('/api/ai/capabilities', { q: 'who can create an invoice' })
    expect(data.capabilities.items).to.deep.equal(items.map(({ ref, calls }: Any) => ({ ref, calls })))
  })

  it('finds what was written before entities had their words, once they are brought in', async () => {
    const [before] = await cypher("MATCH (e:Entity {ref: 'entity:shipping/Shipment'}) RETURN e.words AS words")
    expect(before!.words).to.include('trackingNumber').and.to.include('tracking Number')
    await cypher('MATCH (e:Entity) REMOVE e.words')
    await cypher("MATCH (step:Migration {version: 'V041'}) DELETE step")
    const { migrate } = await import('../../src/graph/migrate.ts')
    await migrate((await registry()).driver)
    const [after] = await cypher("MATCH (e:Entity {ref: 'entity:shipping/Shipment'}) RETURN e.words AS words")
    expect(after!.words).to.match(/trackingNumber +tracking +Number/)
    expect(refs(await search('tracking number')).slice(0, 8)).to.include('entity:shipping/Shipment')
  })
})
