import { expect } from 'chai'
import { linkOwners } from '../../src/registry/owners/ownership.ts'
import { ask, send, type Answer } from '../support/client.ts'
import { cypher, emptyRegistry, onlyCrm, registry } from '../support/database.ts'
import { call, closeClients, mcp } from '../support/mcp-client.ts'
import { logOf, replay, stateOf } from '../support/replaying.ts'

const post = (path: string, body: object) => send(path, { method: 'POST', body })
const edit = (path: string, method: string, body?: object, etag = '*') =>
  send(path, { method, body, headers: { 'if-match': etag } })
const create = (key: string, more: object = {}) => post('/api/modules', { key, name: `Module ${key}`, ...more })
const change = (key: string, body: object) => edit(`/api/modules/${key}`, 'PATCH', body)
const owned = ({ body: { owner, owners } }: Answer) => ({ owner, owners })
const latest = async () => (await send('/api/revisions?limit=1')).body.items[0].number as number
const undo = async (back = 0) => post(`/api/revisions/${(await latest()) - back}:undo`, {})
const edges = async () =>
  (
    await cypher('MATCH (o:Owner)-[r:OWNS]->(m:Module) RETURN o.key AS o, r.role AS r, m.key AS m ORDER BY m, o, r')
  ).map(({ o, r, m }) => `${String(o)} ${String(r)} ${String(m)}`)
const owner = (key: string, role = 'owner') => ({ owner: key, role })

describe('Owners', () => {
  beforeEach(emptyRegistry)
  after(closeClients)

  it('are created, read, replaced, changed and deleted, each a revision that can be taken back', async () => {
    const made = await post('/api/owners', { name: 'Ada Lovelace', kind: 'person', email: 'ada@example.org' })
    expect(made.headers.get('location')).to.equal('/api/owners/ada-lovelace')
    expect(made.body).to.deep.include({ key: 'ada-lovelace', ref: 'owner:ada-lovelace', kind: 'person', contact: null })
    for (const id of ['ada-lovelace', made.body.id])
      expect((await send(`/api/owners/${id}`)).body).to.deep.equal(made.body)
    const at = '/api/owners/ada-lovelace'
    const changed = await edit(at, 'PATCH', { contact: 'https://chat.example/ada', email: null }, '"1"')
    expect(changed.body).to.include({ rev: 2, contact: 'https://chat.example/ada', email: null })
    expect((await edit(at, 'PATCH', { kind: 'team' }, '"1"')).status).to.equal(412)
    expect((await edit(at, 'PUT', { name: 'Ada' })).body).to.include({
      key: 'ada-lovelace',
      kind: 'team',
      contact: null,
    })
    expect((await edit(at, 'PUT', { name: 'Ada', key: 'ada' })).body.errors[0].pointer).to.equal('/key')
    expect((await edit(at, 'DELETE')).status).to.equal(204)
    expect((await send('/api/owners/ada-lovelase')).body.detail).to.equal('there is no owner ada-lovelase')
    expect((await undo()).status).to.equal(200)
    expect((await send(at)).body).to.include({ name: 'Ada', kind: 'team' })
    expect((await send('/api/owners/ada-lovelase')).body.detail).to.contain('did you mean ada-lovelace?')
    const kinds = (await send('/api/revisions')).body.items.map(({ kind }: { kind: string }) => kind)
    expect(kinds).to.deep.equal(['revision.undo', 'owner.delete', 'owner.replace', 'owner.change', 'owner.create'])
  })

  it('have a key of their own or one made of their name, and a name of their own in any letter case', async () => {
    const keys: Record<string, string> = {
      'Sales & Marketing': 'sales-marketing',
      'Équipe façade': 'e-quipe-fac-ade',
      営業部: 'owner',
      人事部: 'owner-2',
      'sales marketing': 'sales-marketing-2',
      '3rd line': '3rd-line',
    }
    for (const [name, key] of Object.entries(keys))
      expect((await post('/api/owners', { name })).body.key, name).to.equal(key)
    const again = await post('/api/owners', { name: 'SALES & marketing' })
    expect([again.status, again.body.errors]).to.deep.equal([
      409,
      [{ pointer: '/name', reason: 'is the name of owner sales-marketing' }],
    ])
    expect((await post('/api/owners', { name: 'x', key: 'owner' })).body.errors[0].pointer).to.equal('/key')
    expect((await edit('/api/owners/owner', 'PATCH', { name: '3RD LINE' })).status).to.equal(409)
    for (const body of [{ name: '' }, { name: 'a\nb' }, { name: 'x', kind: 'robot' }, { name: 'x', email: 'no' }, {}])
      expect((await post('/api/owners', body)).status, JSON.stringify(body)).to.equal(400)
  })

  it('are linked by the name that is written as the owner of a module, and made of it as a team', async () => {
    expect(owned(await create('a', { owner: 'Sales' }))).to.deep.equal({ owner: 'Sales', owners: [owner('sales')] })
    expect(owned(await create('b', { owner: 'SALES' }))).to.deep.equal({ owner: 'Sales', owners: [owner('sales')] })
    expect(owned(await create('c'))).to.deep.equal({ owner: null, owners: [] })
    expect((await send('/api/owners/sales')).body).to.include({ name: 'Sales', kind: 'team' })
    expect(await edges()).to.deep.equal(['sales owner a', 'sales owner b'])
    expect(owned(await change('a', { owner: 'Ops' }))).to.deep.equal({ owner: 'Ops', owners: [owner('ops')] })
    expect(owned(await change('b', { owner: null }))).to.deep.equal({ owner: null, owners: [] })
    const { body } = await edit('/api/modules/a', 'PUT', { name: 'A' })
    expect(body).to.deep.include({ owner: null, owners: [] })
    expect(await edges()).to.deep.equal([])
    const changes = (await send('/api/revisions/1')).body.changes.map(({ ref }: { ref: string }) => ref)
    expect(changes).to.deep.equal(['module:a', 'owner:sales'])
  })

  it('are several with roles; the first with the role owner is the text', async () => {
    for (const name of ['Sales', 'Ops', 'Ada']) await post('/api/owners', { name })
    const owners = [owner('ada', 'maintainer'), owner('sales'), owner('ops'), owner('ada', 'support')]
    expect(owned(await create('a', { owners }))).to.deep.equal({ owner: 'Sales', owners })
    expect(await edges()).to.deep.equal(['ada maintainer a', 'ada support a', 'ops owner a', 'sales owner a'])
    expect(owned(await change('a', { owner: 'Ops' })).owners).to.deep.equal([
      owner('ops'),
      owner('ada', 'maintainer'),
      owner('ada', 'support'),
    ])
    expect(owned(await change('a', { owner: null }))).to.deep.equal({
      owner: null,
      owners: [owner('ada', 'maintainer'), owner('ada', 'support')],
    })
    expect(owned(await change('a', { owners: [{ owner: 'sales' }] }))).to.deep.equal({
      owner: 'Sales',
      owners: [owner('sales')],
    })
    const { body: read } = await send('/api/modules/a')
    const { key, name, type, status, version, tags, metadata } = read
    const whole = { key, name, type, status, version, tags, metadata, owner: read.owner, owners: read.owners }
    expect((await edit('/api/modules/a', 'PUT', { ...whole, owner: 'Ops' })).body).to.include({ owner: 'Ops' })
    expect(
      (await edit('/api/modules/a', 'PUT', { ...whole, owner: 'Sales', owners: [owner('ada')] })).body.errors,
    ).to.deep.equal([{ pointer: '/owner', reason: 'must be Ada, the name of the first owner in owners, or omitted' }])
    const unknown = await change('a', { owners: [owner('sales'), owner('salez')] })
    expect([unknown.status, unknown.body.errors]).to.deep.equal([
      400,
      [{ pointer: '/owners/1/owner', reason: 'names no owner; did you mean sales?' }],
    ])
    expect((await change('a', { owners: [owner('sales'), owner('sales')] })).status).to.equal(400)
    expect((await change('a', { owners: [owner('sales', 'boss')] })).status).to.equal(400)
  })

  it('show a new name everywhere at once, and the old one again after an undo', async () => {
    await create('a', { owner: 'Sales' })
    await create('b', { owner: 'Ops', tags: ['x'] })
    await change('b', { owners: [owner('ops'), owner('sales', 'support')] })
    await create('gone', { owner: 'Sales' })
    expect((await edit('/api/modules/gone', 'DELETE')).status).to.equal(204)
    await edit('/api/owners/sales', 'PATCH', { name: 'Revenue' })
    expect((await send('/api/modules/a')).body.owner).to.equal('Revenue')
    expect((await send('/api/modules?owner=Revenue')).body.items.map(({ key }: { key: string }) => key)).to.deep.equal([
      'a',
      'b',
    ])
    expect((await send('/api/modules?q=revenue')).body.total).to.equal(1)
    expect((await send('/api/ai/modules/a')).body.owner).to.equal('Revenue')
    expect((await ask('{ module(id: "a") { owner owners { owner role } } }')).data.module.owner).to.equal('Revenue')
    expect((await undo(1)).status).to.equal(200)
    expect((await send('/api/modules/gone')).body.owner).to.equal('Revenue')
    expect((await undo(1)).status, 'the rename is behind another change').to.equal(200)
    expect((await send('/api/modules/a')).body.owner).to.equal('Sales')
  })

  it('are found by filters in any role, by name or key, and counted in the list', async () => {
    await create('a', { owner: 'Sales' })
    await create('b', { owner: 'Ops, Europe' })
    await change('b', { owners: [owner('ops-europe'), owner('sales', 'maintainer')] })
    await create('c')
    await post('/api/owners', { name: 'Idle' })
    const keys = async (query: string) =>
      (await send(`/api/modules?${query}`)).body.items.map(({ key }: { key: string }) => key)
    expect(await keys('owner=Sales')).to.deep.equal(['a', 'b'])
    expect(await keys('owner=sales')).to.deep.equal(['a', 'b'])
    expect(await keys('owner=Ops%2C%20Europe')).to.deep.equal(['b'])
    expect(await keys('owner=Idle')).to.deep.equal([])
    expect((await send('/api/owners')).body.items).to.deep.equal([
      { owner: null, modules: 1, key: null, kind: null },
      { owner: 'Idle', modules: 0, key: 'idle', kind: 'team' },
      { owner: 'Ops, Europe', modules: 1, key: 'ops-europe', kind: 'team' },
      { owner: 'Sales', modules: 2, key: 'sales', kind: 'team' },
    ])
    const { body } = await post('/api/queries/analysis/owners:run', { parameters: { limit: 10 } })
    expect(body.rows.map(({ owner: name }: { owner: string }) => name)).to.deep.equal(['Ops, Europe', 'Sales'])
    const client = await mcp()
    expect((await call(client, 'get_module', { module: 'a' })).answer.owner).to.equal('Sales')
  })

  it('are not deleted while they own modules, unless forced, which the undo brings back', async () => {
    for (const name of ['Sales', 'Ops']) await post('/api/owners', { name })
    await create('a', { owners: [owner('sales'), owner('ops')] })
    await create('b', { owner: 'Ops' })
    const before = await edges()
    const refused = await edit('/api/owners/sales', 'DELETE')
    expect([refused.status, refused.body.type, refused.body.dependants]).to.deep.equal([409, 'in-use', ['module:a']])
    expect((await edit('/api/owners/sales?force=true', 'DELETE')).status).to.equal(204)
    expect(owned(await send('/api/modules/a'))).to.deep.equal({ owner: 'Ops', owners: [owner('ops')] })
    expect((await undo()).status).to.equal(200)
    expect(owned(await send('/api/modules/a'))).to.deep.equal({
      owner: 'Sales',
      owners: [owner('sales'), owner('ops')],
    })
    expect(await edges()).to.deep.equal(before)
    await edit('/api/modules/a', 'DELETE')
    expect(await edges()).to.deep.equal(['ops owner b'])
    expect((await edit('/api/owners/sales', 'DELETE')).status).to.equal(204)
    const back = await undo(1)
    expect([back.status, back.body.detail]).to.deep.equal([409, 'the change cannot be undone: owner:sales is gone'])
  })

  it('stay when the change that made them by name is taken back, and are refused to go while others have them', async () => {
    await create('a', { owner: 'Sales' })
    await create('b', { owner: 'Sales' })
    expect((await undo(1)).status).to.equal(200)
    expect(await edges()).to.deep.equal(['sales owner b'])
    await post('/api/owners', { name: 'Ops' })
    const made = await latest()
    await change('b', { owner: 'Ops' })
    const refused = await post(`/api/revisions/${made}:undo`, {})
    expect([refused.status, refused.body.errors[0].pointer]).to.deep.equal([409, '/changes/module:b'])
  })

  it('come with patch documents, GraphQL and concurrent writers, once for each name', async () => {
    const document = (key: string, owner?: string, more: object = {}) => ({
      version: '1.0',
      patchId: `${key} ${owner}`,
      timestamp: '2026-01-05T09:00:00Z',
      actor: 'human',
      scope: 'object',
      operation: 'add',
      target: { type: 'module', identifier: key },
      payload: {},
      module: { key, owner },
      objects: { [`Pet${owner}`]: { fields: [] } },
      ...more,
    })
    const apply = (body: object) => post('/api/patches?confirm=true', body)
    const first = await apply(document('shop', 'Sales'))
    expect(first.status, JSON.stringify(first.body)).to.equal(201)
    expect(
      first.body.changes.map(({ ref }: { ref: string }) => ref),
      JSON.stringify(first.body),
    ).to.include('owner:sales')
    await apply(document('shop', 'sales'))
    expect(owned(await send('/api/modules/shop'))).to.deep.equal({ owner: 'Sales', owners: [owner('sales')] })
    expect((await apply(document('shop', 'Ops'))).body.applied).to.equal(true)
    expect(owned(await send('/api/modules/shop'))).to.deep.equal({ owner: 'Ops', owners: [owner('ops')] })
    await apply(document('shop'))
    expect((await send('/api/modules/shop')).body.owner).to.equal('Ops')
    const { data, errors } = await ask(
      'mutation { createOwner(input: { name: "Ada", kind: person }) { key kind } changeModule(id: "shop", rev: 99, input: {}) { key } }',
    )
    expect([data?.createOwner ?? null, errors?.length]).to.deep.equal([null, 1])
    expect((await ask('{ owner(id: "ada") { name kind } }')).data.owner).to.deep.equal({ name: 'Ada', kind: 'person' })
    const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => create(`m${index}`, { owner: 'Same' })))
    expect(answers.map(({ status }) => status)).to.deep.equal(answers.map(() => 201))
    expect((await cypher("MATCH (o:Owner {folded: 'same'}) RETURN count(o) AS n"))[0]!.n).to.equal(1)
  })

  it('are made of the names that modules of earlier versions have, once, in the log', async () => {
    await onlyCrm()
    await create('a', { owner: 'x' })
    await create('b', { owner: 'X' })
    await create('c')
    const before = (await send('/api/modules')).body.items.map(({ key, rev }: { key: string; rev: number }) => [
      key,
      rev,
    ])
    await cypher('MATCH (o:Owner) DETACH DELETE o')
    await cypher("MATCH (m:Module) REMOVE m.owners SET m.owner = CASE m.key WHEN 'b' THEN 'X' ELSE m.owner END")
    const { graph } = await registry()
    await linkOwners(graph)
    await linkOwners(graph)
    expect(
      (await send('/api/modules')).body.items.map(({ key, rev }: { key: string; rev: number }) => [key, rev]),
    ).to.deep.equal(before)
    expect((await edges()).filter((edge) => !edge.endsWith('crm'))).to.deep.equal(['x owner a', 'x owner b'])
    expect((await send('/api/modules/b')).body.owner).to.equal('x')
    expect((await send('/api/revisions?limit=1')).body.items[0].kind).to.equal('owner.link')
  })

  it('are rebuilt by the log', async () => {
    await create('a', { owner: 'Sales' })
    await change('a', { owners: [owner('sales', 'steward')], aliases: ['@x/a'] })
    await edit('/api/owners/sales', 'PATCH', { name: 'Revenue' })
    await create('b', { owner: 'Ops' })
    await edit('/api/owners/ops?force=true', 'DELETE')
    const { driver, graph } = await registry()
    const expected = await stateOf(driver)
    const log = await logOf(async (path) => (await send(path)).body)
    await emptyRegistry()
    await replay(graph, log)
    expect(await stateOf(driver)).to.deep.equal(expected)
  })
})
