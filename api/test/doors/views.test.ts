import { expect } from 'chai'
import { contract } from '@registry/api/contract'
import { ask, send } from '../support/client.ts'
import { anotherRegistry, cypher, registry } from '../support/database.ts'
import { createServices } from '../../src/features.ts'
import { internalCall } from '../../src/store/call.ts'

const by = (actor: string, headers: Record<string, string> = {}) => ({ headers: { 'X-Actor': actor, ...headers } })
const body = {
  name: 'What orders need',
  description: 'For the planning on Mondays',
  page: 'graph',
  parameters: 'focus=crm&depth=2&pin=module%3Acrm+10+20',
  sharing: 'private',
}

describe('Views that people keep', () => {
  let id: string
  before(async () => {
    await registry()
    await cypher('MATCH (v:SavedView) DETACH DELETE v')
  })

  it('are made once, with their address', async () => {
    const request = { method: 'POST', body, ...by('ann', { 'Idempotency-Key': 'view-of-ann' }) }
    const [created, again] = [await send('/api/views', request), await send('/api/views', request)]
    expect(created.status).to.equal(201)
    expect(contract.views.create.answer.parse(created.body)).to.deep.include({ ...body, owner: 'ann', rev: 1 })
    expect(created.body.address).to.equal(`/admin/graph?${body.parameters}`)
    expect(again.body).to.deep.equal(created.body)
    ;({ id } = created.body)
    expect((await send('/api/views', by('ann'))).body).to.deep.include({ total: 1, returned: 1, truncated: false })
  })

  it('are seen by nobody else while they are private, not even in the graph', async () => {
    expect((await send(`/api/views/${id}`, by('bob'))).status).to.equal(404)
    expect((await send('/api/views', by('bob'))).body.total).to.equal(0)
    const inGraph = await cypher('MATCH (n) WHERE n:SavedView OR n:KeptAnswer RETURN properties(n) AS n')
    expect(JSON.stringify(inGraph)).to.not.match(/Mondays|focus=crm/)
  })

  it('are changed by their owner alone, from the revision that is known', async () => {
    const change = (headers: Record<string, string>, given: object = body) =>
      send(`/api/views/${id}`, { method: 'PUT', body: given, headers })
    const shared = { ...body, name: 'Orders', sharing: 'shared' }
    expect((await change({ 'X-Actor': 'ann' }, shared)).status).to.equal(428)
    const changed = await change({ 'X-Actor': 'ann', 'If-Match': '"1"' }, shared)
    expect(changed.body).to.deep.include({ name: 'Orders', sharing: 'shared', rev: 2, owner: 'ann' })
    expect((await change({ 'X-Actor': 'ann', 'If-Match': '"1"' }, shared)).status).to.equal(412)
    expect((await change({ 'X-Actor': 'bob', 'If-Match': '"2"' }, shared)).status).to.equal(403)
    expect((await send(`/api/views/${id}`, by('bob'))).body.name).to.equal('Orders')
    const removed = await send(`/api/views/${id}`, { method: 'DELETE', ...by('bob', { 'If-Match': '"2"' }) })
    expect(removed.status).to.equal(403)
  })

  it('are refused when they are no views', async () => {
    const wrong = [
      { ...body, name: '' },
      { ...body, name: 'a\u202eb' },
      { ...body, page: 'https://elsewhere.example' },
      { ...body, parameters: 'a=b#c' },
      { ...body, parameters: 'a b' },
      { ...body, parameters: 'x'.repeat(8_001) },
      { ...body, owner: 'bob' },
    ]
    for (const given of wrong) {
      const { status, body: problem } = await send('/api/views', { method: 'POST', body: given })
      expect([status, problem.type], JSON.stringify(given).slice(0, 200)).to.deep.equal([400, 'invalid-request'])
    }
    expect((await send('/api/views/none', by('ann'))).status).to.equal(400)
  })

  it('are as many as a person may keep, listed page by page by name, found by words and page', async () => {
    await cypher(
      `UNWIND range(1, 199) AS n
       CREATE (:SavedView {id: 'x' + n, name: 'View ' + n, page: 'statistics', owner: 'ann', sharing: 'shared', rev: 1,
         createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z', contents: '{"description": "", "parameters": ""}'})`,
    )
    const refused = await send('/api/views', { method: 'POST', body, ...by('ann') })
    expect([refused.status, refused.body.type]).to.deep.equal([409, 'conflict'])
    const { body: first } = await send('/api/views?limit=150', by('bob'))
    const { body: second } = await send(`/api/views?limit=150&cursor=${first.nextCursor}`, by('bob'))
    const names = [...first.items, ...second.items].map(({ name }: { name: string }) => name)
    expect(names)
      .to.deep.equal([...names].sort())
      .and.have.length(200)
    expect((await send('/api/views?page=graph&q=ORD', by('bob'))).body.total).to.equal(1)
    await cypher("MATCH (v:SavedView) WHERE v.id STARTS WITH 'x' DETACH DELETE v")
  })

  it('need a key outside of the graph when they are private', async () => {
    const { graph } = await anotherRegistry()
    const { views } = createServices(graph)
    const given = { ...body, page: 'graph' as const, sharing: 'private' as const }
    const problem = await views
      .create({ body: given }, internalCall({ actor: 'ann', via: 'rest' }))
      .catch((error: unknown) => error)
    expect(problem).to.include({ type: 'not-configured' })
  })

  it('are the same over GraphQL', async () => {
    const made = await ask(
      `mutation { createView(input: {name: "By GraphQL", page: graph, sharing: shared}) { id rev parameters address } }`,
    )
    const view = made.data.createView
    expect(view).to.deep.include({ rev: 1, parameters: '', address: '/admin/graph' })
    const renamed = await ask(
      `mutation { replaceView(id: "${view.id}", rev: 1, input: {name: "Renamed", page: graph, sharing: shared}) { name rev } }`,
    )
    expect(renamed.data.replaceView).to.deep.equal({ name: 'Renamed', rev: 2 })
    const { data } = await ask(
      `{ views(q: "renamed") { total items { id owner sharing } } view(id: "${view.id}") { name } }`,
    )
    expect(data.views.items).to.deep.equal([{ id: view.id, owner: 'local', sharing: 'shared' }])
    expect(data.view.name).to.equal('Renamed')
    expect((await ask(`mutation { deleteView(id: "${view.id}", rev: 2) }`)).data.deleteView).to.equal(true)
    expect((await ask(`{ view(id: "${view.id}") { name } }`)).data.view).to.equal(null)
  })

  after(() => cypher('MATCH (v:SavedView) DETACH DELETE v'))
})
