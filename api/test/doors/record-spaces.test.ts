import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { migrate } from '../../src/graph/migrate.ts'
import { purgeRecords } from '../../src/runtime/hosting/purge.ts'
import { anotherRegistry, cypher, onlyCrm, registry } from '../support/database.ts'
import { post, send, type Answer } from '../support/client.ts'
import { apply, documentOf } from '../support/documents.ts'
import { clone } from '../support/server.ts'

const outcome = ({ status, body }: Answer) => [status, body?.type]

let number = 0
const register = async (objects: object, key = 'shop') => {
  const answer = await apply(documentOf(key, { patchId: `spaces-${++number}`, apiBasePath: `/${key}`, objects }))
  expect(answer.status, JSON.stringify(answer.body)).to.equal(201)
}
const removeModule = async (key = 'shop'): Promise<number> => {
  const answer = await send(`/api/modules/${key}?force=true`, { method: 'DELETE', headers: { 'if-match': '*' } })
  expect(answer.status).to.equal(204)
  return (await send('/api/modules')).body.revision
}
const undo = (revision: number) => send(`/api/revisions/${revision}:undo`, { method: 'POST' })

const listed = async (path: string) => (await send(path)).body.total
const counted = async (key = 'shop') =>
  Object.fromEntries(
    (await send(`/api/modules/${key}/statistics`)).body.items.map(
      ({ entity, recordCount }: { entity: string | null; recordCount: number }) => [entity ?? key, recordCount],
    ),
  )

const product = { fields: [{ name: 'sku', type: 'text', required: true, unique: true }] }
const part = {
  fields: [
    { name: 'product', type: 'relation', relationObject: 'Product', relationField: 'sku' },
    { name: 'parent', type: 'relation', relationObject: 'Part' },
  ],
}

/** A module with two products and a part that refers to one of them and one that refers to the other part. */
async function shop(): Promise<void> {
  await register({ Product: product, Part: part })
  await post('/shop/products', { sku: 'a' })
  await post('/shop/products', { sku: 'b' })
  const { id } = (await post('/shop/parts', { product: 'a' })).body
  await post('/shop/parts', { parent: id })
}

describe('The records of a deleted module', () => {
  beforeEach(async () => {
    const { statistics } = (await registry()).services
    await statistics.flush()
    await onlyCrm()
  })

  it('are out of sight with it, and back with its undo: references, unique values and numbers too', async () => {
    await shop()
    const deletion = await removeModule()
    expect(outcome(await send('/shop/products'))).to.deep.equal([404, 'not-found'])
    expect((await undo(deletion)).status).to.equal(200)
    expect([await listed('/shop/products'), await listed('/shop/parts')]).to.deep.equal([2, 2])
    expect(await counted()).to.deep.equal({ shop: 4, Product: 2, Part: 2 })
    expect(outcome(await post('/shop/products', { sku: 'a' }))).to.deep.equal([409, 'already-exists'])
    const [a] = (await send('/shop/products?sku=a')).body.items
    const refused = await send(`/shop/products/${a.id}`, { method: 'DELETE', headers: { 'if-match': '*' } })
    expect(outcome(refused)).to.deep.equal([409, 'in-use'])
    expect(await cypher('MATCH (s:RecordSpace) RETURN s.name AS name, s.deletedAt AS deletedAt')).to.deep.equal([
      { name: 'shop', deletedAt: null },
    ])
  })

  it('are not those of the next module of that key, at any process, nor what it has to fit', async () => {
    const { origin } = await anotherRegistry()
    const elsewhere = async (path: string) => ((await (await fetch(origin + path)).json()) as { total: number }).total
    await shop()
    expect(await elsewhere('/shop/products')).to.equal(2)
    const deletion = await removeModule()
    const size = { name: 'size', type: 'number', required: true }
    await register({ Product: { fields: [...product.fields, size] }, Part: part })
    expect([await listed('/shop/products'), await elsewhere('/shop/products')]).to.deep.equal([0, 0])
    expect((await post('/shop/products', { sku: 'a', size: 1 })).status).to.equal(201)
    expect(outcome(await post('/shop/products', { sku: 'a', size: 2 }))).to.deep.equal([409, 'already-exists'])
    expect((await post('/shop/parts', { product: 'a' })).status).to.equal(201)
    expect(outcome(await post('/shop/parts', { product: 'b' }))).to.deep.equal([400, 'invalid-request'])
    await (await registry()).services.statistics.flush()
    expect(await counted()).to.deep.equal({ shop: 2, Product: 1, Part: 1 })

    const second = await removeModule()
    expect((await undo(deletion)).status).to.equal(200)
    expect([await listed('/shop/products'), await elsewhere('/shop/products')]).to.deep.equal([2, 2])
    expect(await counted()).to.deep.equal({ shop: 4, Product: 2, Part: 2 })
    await removeModule()
    expect((await undo(second)).status).to.equal(200)
    expect((await send('/shop/products')).body.items).to.have.length(1)
    expect((await post('/shop/parts', { product: 'a' })).status).to.equal(201)
  })

  it('can not be referred to from other modules, until they are back', async () => {
    await shop()
    const order = {
      fields: [{ name: 'product', type: 'relation', relationObject: 'shop/Product', relationField: 'sku' }],
    }
    await register({ Sale: order }, 'till')
    expect((await post('/till/sales', { product: 'a' })).status).to.equal(201)
    const deletion = await removeModule()
    expect(outcome(await post('/till/sales', { product: 'a' }))).to.deep.equal([400, 'invalid-request'])
    expect((await undo(deletion)).status).to.equal(200)
    expect((await post('/till/sales', { product: 'a' })).status).to.equal(201)
    const third = await removeModule()
    await register({ Product: product })
    expect(outcome(await post('/till/sales', { product: 'a' }))).to.deep.equal([400, 'invalid-request'])
    await post('/shop/products', { sku: 'a' })
    expect((await post('/till/sales', { product: 'a' })).status).to.equal(201)
    await removeModule()
    expect((await undo(third)).status).to.equal(200)
    expect((await post('/till/sales', { product: 'b' })).status).to.equal(201)
  })

  it('of an entity that is removed and taken back are counted at once', async () => {
    await shop()
    await send('/api/modules/shop/entities/Part?force=true', { method: 'DELETE', headers: { 'if-match': '*' } })
    const { revision } = (await send('/api/modules')).body
    expect((await undo(revision)).status).to.equal(200)
    expect(await counted()).to.include({ Part: 2 })
  })

  it('are purged when their time has come, and only those of modules that are deleted', async () => {
    const { graph } = await registry()
    await shop()
    await removeModule()
    await register({ Product: product })
    await post('/shop/products', { sku: 'a' })
    expect(await purgeRecords(graph, new Date(Date.now() - 60_000))).to.deep.equal([])
    expect(await cypher('MATCH (r:Record) RETURN count(r) AS records')).to.deep.equal([{ records: 5 }])
    expect(await purgeRecords(graph, new Date(Date.now() + 60_000), 'crm')).to.deep.equal([])
    expect(await purgeRecords(graph, new Date(Date.now() + 60_000))).to.deep.equal([{ module: 'shop', records: 4 }])
    expect(await cypher('MATCH (r:Record) RETURN r.sku AS sku')).to.deep.equal([{ sku: 'a' }])
    expect(await cypher('MATCH (c:Claim) RETURN count(c) AS claims')).to.deep.equal([{ claims: 1 }])
    expect(await listed('/shop/products')).to.equal(1)
    const deletion = await removeModule()
    expect((await undo(deletion)).status).to.equal(200)
    expect(await listed('/shop/products')).to.equal(1)
  })

  it('are purged at once from the command line', async () => {
    const { neo4j } = await registry()
    const { PATH = '', HOME = '' } = process.env
    const purge = (...args: string[]) => {
      const command = ['--import', 'tsx', 'api/src/cli.ts', 'purge-records', ...args]
      const env = { PATH, HOME, NEO4J_URI: neo4j.uri, NEO4J_PASSWORD: neo4j.password }
      return spawnSync(process.execPath, command, { cwd: clone, env, encoding: 'utf8' }).stdout
    }
    await shop()
    expect(purge()).to.equal('no records of deleted modules are kept\n')
    await removeModule()
    expect(purge('crm')).to.equal('no records of deleted modules are kept\n')
    expect(purge('shop')).to.equal('shop: 4 records deleted\n')
    expect(await cypher('MATCH (n:Record|Claim|RecordSpace) RETURN n')).to.deep.equal([])
  })

  it('are theirs also when an earlier version has deleted them', async () => {
    const { driver } = await registry()
    await shop()
    const deletion = await removeModule()
    await cypher('MATCH (s:RecordSpace) DELETE s')
    await cypher("MATCH (step:Migration) WHERE step.version >= 'V057' DELETE step")
    await migrate(driver)
    await register({ Product: product })
    expect(await listed('/shop/products')).to.equal(0)
    await removeModule()
    expect((await undo(deletion)).status).to.equal(200)
    expect(await counted()).to.deep.equal({ shop: 4, Product: 2, Part: 2 })
  })

  it('leave nothing behind of a module that has none', async () => {
    await register({ Product: product }, 'stand')
    await removeModule('stand')
    await register({ Product: product }, 'stand')
    await post('/stand/products', { sku: 'a' })
    expect(await cypher('MATCH (s:RecordSpace) RETURN s')).to.deep.equal([])
    expect(await cypher('MATCH (r:Record) RETURN r._kind AS kind')).to.deep.equal([{ kind: 'stand/Product' }])
  })
})

describe('The number of records', () => {
  it('is counted anew by a start, when a process was killed before it could count', async () => {
    const { statistics } = (await registry()).services
    await statistics.flush()
    await onlyCrm()
    await register({ Product: product }, 'kiosk')
    await post('/kiosk/products', { sku: 'a' })
    await post('/kiosk/products', { sku: 'b' })
    expect(await counted('kiosk')).to.deep.equal({ kiosk: 0, Product: 0 })
    await statistics.recount()
    expect(await counted('kiosk')).to.deep.equal({ kiosk: 2, Product: 2 })
    const before = await send('/api/modules/kiosk/statistics')
    await statistics.recount()
    expect((await send('/api/modules/kiosk/statistics')).body.items).to.deep.equal(before.body.items)
  })
})
