import { expect } from 'chai'
import { ask, send } from '../support/client.ts'
import { cypher, onlyCrm, registry } from '../support/database.ts'
import { call, mcp } from '../support/mcp-client.ts'

interface Shown {
  method: string
  path: string
  served: boolean
  sample?: string
}

const document = {
  version: '1.0',
  timestamp: '2026-01-05T09:00:00Z',
  actor: 'ai',
  target: { type: 'module', identifier: 'glaciology' },
  module: { key: 'glaciology', name: 'Glaciology' },
  apiBasePath: '/glaciology',
}
const apply = async (patchId: string, patch: object) => {
  const answer = await send('/api/patches?confirm=true', { method: 'POST', body: { ...document, patchId, ...patch } })
  expect(answer.status, JSON.stringify(answer.body)).to.equal(201)
}

/** A hosted entity, a page with an action that nothing serves, and endpoints that somebody has written by hand. */
async function glaciology(): Promise<void> {
  await onlyCrm()
  await apply('glaciers', {
    scope: 'object',
    operation: 'add',
    payload: {},
    objects: { Glacier: { fields: [{ name: 'name', type: 'text', required: true }] } },
  })
  await apply('melting', {
    scope: 'page',
    operation: 'add',
    target: { type: 'page', identifier: 'melting' },
    payload: {
      page: {
        name: 'melting',
        title: 'Melting',
        kind: 'dashboard',
        actions: [{ name: 'melt', label: 'Melt', method: 'POST', path: '/glaciology/melt' }],
      },
    },
  })
  for (const endpoint of written) expect(await add(endpoint)).to.equal(201)
}

const add = async (key: string, module = 'glaciology', homepage?: string) => {
  const [method, path] = key.split(' ')
  if (homepage) {
    const body = { key: module, name: module, type: 'crud', metadata: { homepage } }
    expect((await send('/api/modules', { method: 'POST', body })).status).to.equal(201)
  }
  return (await send(`/api/modules/${module}/endpoints`, { method: 'POST', body: { method, path } })).status
}

/** Endpoints and whether the registry serves them. */
const expected: Record<string, boolean> = {
  'POST /glaciology/melt': false,
  'GET /glaciology/glaciers': true,
  'POST /glaciology/glaciers': true,
  'GET /glaciology/glaciers/{id}': true,
  'PATCH /glaciology/glaciers/{id}': true,
  'DELETE /glaciology/glaciers/{id}': true,
  'GET /glaciology/glaciers/{glacierId}': true,
  'PUT /glaciology/glaciers/{id}': false,
  'DELETE /glaciology/glaciers': false,
  'GET /glaciology/glaciers/export': false,
  'GET /glaciology/glaciers/{id}/cracks': false,
  'GET /glaciology/{collection}': false,
  'GET /glaciology': false,
  'GET /Glaciology/glaciers': false,
  'GET /elsewhere/glaciers': false,
  'GET /crm/customers': false,
  'GET /api/modules/{key}': true,
  'PUT /api/modules': false,
}
const written = Object.keys(expected).filter(
  (key) => !/melt$|glaciers$|\{id\}$/.test(key) || /^PUT|^DELETE \/glaciology\/glaciers$|lsewhere|Glaciology/.test(key),
)

const endpoints = async (module = 'glaciology'): Promise<Shown[]> =>
  (await send(`/api/modules/${module}/endpoints?limit=100`)).body.items
const servedOf = (all: Shown[]) =>
  Object.fromEntries(all.map(({ method, path, served }) => [`${method} ${path}`, served]))
const asExpected = (keys: string[]) => Object.fromEntries(keys.map((key) => [key, expected[key]]))
const change = (path: string, body: object) =>
  send(path, { method: 'PATCH', body, headers: { 'if-match': '*', 'content-type': 'application/merge-patch+json' } })

describe('Whether an endpoint is served', () => {
  describe('at every door', () => {
    before(glaciology)

    it('says so of every endpoint', async () => {
      const found = servedOf(await endpoints())
      expect(found).to.deep.equal(asExpected(Object.keys(found)))
      expect(Object.keys(found)).to.have.members(Object.keys(expected))
    })

    it('says the same of one, in GraphQL, and when it is written', async () => {
      const one = await send(`/api/modules/glaciology/endpoints/${encodeURIComponent('POST /glaciology/melt')}`)
      expect(one.body.served).to.equal(false)
      const { data, errors } = await ask(`{
        module(id: "glaciology") {
          endpoints(limit: 100) { items { method path served } }
          capabilities(limit: 100) { items { endpoints { method path served } } }
        }
      }`)
      expect(errors).to.equal(undefined)
      expect(servedOf(data.module.endpoints.items)).to.deep.equal(servedOf(await endpoints()))
      const exposed = data.module.capabilities.items.flatMap((one: { endpoints: Shown[] }) => one.endpoints) as Shown[]
      expect(servedOf(exposed)).to.deep.equal(asExpected(exposed.map(({ method, path }) => `${method} ${path}`)))
      const made = await send('/api/modules/glaciology/endpoints', {
        method: 'POST',
        body: { method: 'POST', path: '/glaciology/glaciers/{id}' },
      })
      expect([made.status, made.body.served]).to.deep.equal([201, false])
      const changed = await change(
        `/api/modules/glaciology/endpoints/${encodeURIComponent('GET /glaciology/glaciers')}`,
        { description: 'All of them' },
      )
      expect([changed.status, changed.body.served]).to.deep.equal([200, true])
      await send(`/api/modules/glaciology/endpoints/${encodeURIComponent('POST /glaciology/glaciers/{id}')}`, {
        method: 'DELETE',
        headers: { 'if-match': '*' },
      })
    })

    it('offers no sample of a call that is not served', async () => {
      const { body } = await send('/api/ai/capabilities?module=glaciology')
      const calls = body.items.flatMap((one: { calls: Shown[] }) => one.calls) as Shown[]
      expect(calls).to.have.length(6)
      for (const { method, path, served, sample } of calls) {
        expect(served, path).to.equal(expected[`${method} ${path}`])
        expect(sample !== undefined, path).to.equal(served)
      }
    })

    it('says so in every answer for agents', async () => {
      const capabilities = (await send('/api/ai/modules/glaciology/capabilities')).body.items as {
        endpoints: Shown[]
      }[]
      const exposed = capabilities.flatMap((one) => one.endpoints)
      expect(servedOf(exposed)).to.include({ 'POST /glaciology/melt': false, 'GET /glaciology/glaciers': true })
      const client = await mcp()
      const { answer } = await call(client, 'get_module', { module: 'glaciology', include: ['endpoints'] })
      const included = answer.endpoints.items.flatMap((one: { endpoints: Shown[] }) => one.endpoints) as Shown[]
      expect(servedOf(included)).to.deep.equal(servedOf(exposed))
      const { answer: found } = await call(client, 'find_capability', { q: 'melt' })
      const [melt] = found.items[0].calls
      expect(melt).to.deep.equal({ operation: 'melt', method: 'POST', path: '/glaciology/melt', served: false })
      const { answer: context } = await call(client, 'get_context', { task: 'melt a glacier', modules: ['glaciology'] })
      expect(JSON.stringify(context)).to.include('melt POST /glaciology/melt (not served here)')
      expect(JSON.stringify(context)).to.include('create POST list GET /glaciology/glaciers"')
    })

    it('says so in the documentation', async () => {
      const { origin } = await registry()
      const text = await (await fetch(`${origin}/api/modules/glaciology/docs.md`)).text()
      expect(text).to.include('`POST /glaciology/melt` (not served here)')
      expect(text).to.include('| `GET /glaciology/glaciers` |')
      expect(text).to.include('declared by the module, but this registry does not answer them')
      expect(await (await fetch(`${origin}/api/modules/crm/docs.md`)).text()).not.to.include('not served here')
    })

    it('marks the operation in OpenAPI, also below a path that is served', async () => {
      const { body } = await send('/api/modules/glaciology/openapi.json')
      expect(body.paths['/glaciology/melt'].post).to.include({ 'x-served': false })
      expect(body.paths['/glaciology/melt'].post.responses).to.have.property('404')
      expect(body.paths['/glaciology/glaciers/{id}'].put).to.include({ 'x-served': false })
      expect(body.paths['/glaciology/glaciers/{id}'].get).not.to.have.property('x-served')
      expect(body.paths).not.to.have.property('/glaciology/glaciers/{glacierId}')
      const all = (await send('/api/openapi/modules.json')).body
      expect(all.paths['/glaciology/melt'].post).to.include({ 'x-served': false })
    })

    it('takes back what was read', async () => {
      const { items } = (await send('/api/modules/glaciology/capabilities?operation=melt')).body
      const path = `/api/modules/glaciology/capabilities/${items[0].key}`
      const { body } = await send(path)
      expect(body.endpoints[0]).to.include({ path: '/glaciology/melt', served: false })
      const again = await change(path, { endpoints: body.endpoints.map((one: Shown) => ({ ...one, served: true })) })
      expect([again.status, again.body.rev]).to.deep.equal([200, body.rev])
      const twice = await change(path, { endpoints: [{ ...body.endpoints[0], served: true }, body.endpoints[0]] })
      expect(twice.status).to.equal(400)
    })

    it('stores nothing of it', async () => {
      const { body } = await send('/api/revisions?limit=100')
      expect(body.total).to.be.greaterThan(10)
      expect(JSON.stringify((await send(`/api/revisions/${body.items[0].number}`)).body)).not.to.include('served')
      expect(await cypher('MATCH (n) WHERE n.served IS NOT NULL RETURN n')).to.deep.equal([])
    })
  })

  describe('at any time', () => {
    beforeEach(glaciology)
    const isServed = async (key = 'GET /glaciology/glaciers') => servedOf(await endpoints())[key]
    const answered = async (path = '/glaciology/glaciers') => (await send(path)).status === 200

    it('follows the status of the module', async () => {
      for (const [status, is] of [
        ['inactive', false],
        ['active', true],
        ['deprecated', true],
      ] as const) {
        await send('/api/modules/glaciology/status', { method: 'PUT', body: { status }, headers: { 'if-match': '*' } })
        expect(await isServed(), status).to.equal(is)
        expect(await answered(), status).to.equal(is)
        const { paths } = (await send('/api/modules/glaciology/openapi.json')).body
        expect(paths['/glaciology/glaciers'].get['x-served'], status).to.equal(is ? undefined : false)
      }
    })

    it('follows another base path, and its undo', async () => {
      expect((await change('/api/modules/glaciology', { metadata: { apiBasePath: '/ice' } })).status).to.equal(200)
      expect([await isServed(), await answered()]).to.deep.equal([false, false])
      const { revision } = (await send('/api/modules')).body
      expect((await send(`/api/revisions/${revision}:undo`, { method: 'POST' })).status).to.equal(200)
      expect([await isServed(), await answered()]).to.deep.equal([true, true])
    })

    it('follows another path of the entity', async () => {
      await change('/api/modules/glaciology/entities/Glacier', { path: '/glaciology/ice-streams' })
      expect([await isServed(), await answered()]).to.deep.equal([false, false])
      await add('GET /glaciology/ice-streams')
      expect([await isServed('GET /glaciology/ice-streams'), await answered('/glaciology/ice-streams')]).to.deep.equal([
        true,
        true,
      ])
    })

    it('follows the deletion of the entity, and its undo', async () => {
      const gone = await send('/api/modules/glaciology/entities/Glacier?force=true', {
        method: 'DELETE',
        headers: { 'if-match': '*' },
      })
      expect(gone.status).to.equal(204)
      expect([await isServed(), await answered()]).to.deep.equal([false, false])
      const { revision } = (await send('/api/modules')).body
      await send(`/api/revisions/${revision}:undo`, { method: 'POST' })
      expect([await isServed(), await answered()]).to.deep.equal([true, true])
    })

    it('is about the module: what another one serves does not count, and who calls that is told of no other', async () => {
      expect(await isServed('GET /crm/customers')).to.equal(false)
      expect((await send('/crm/customers/none')).body).not.to.have.property('declared')
      await send('/api/modules/crm?force=true', { method: 'DELETE', headers: { 'if-match': '*' } })
      expect((await send('/crm/customers')).body.declared).to.include({ module: 'glaciology' })
    })

    it('is false of an entity whose path has a parameter', async () => {
      await change('/api/modules/glaciology/entities/Glacier', { path: '/glaciology/{region}/glaciers' })
      await add('GET /glaciology/{region}/glaciers')
      expect(await isServed('GET /glaciology/{region}/glaciers')).to.equal(false)
      expect((await send('/glaciology/alps/glaciers')).status).to.equal(404)
      const { paths } = (await send('/api/modules/glaciology/openapi.json')).body
      expect(paths['/glaciology/{region}/glaciers'].get['x-served']).to.equal(false)
    })
  })

  describe('to who calls it', () => {
    before(async () => {
      await glaciology()
      await add('POST /weather/{station}/forecasts/{day}', 'weather', 'https://weather.example/')
      await add('GET /tides')
    })

    for (const [method, path, status, declared] of [
      ['POST', '/glaciology/melt', 404, 'POST /glaciology/melt'],
      ['GET', '/glaciology/melt', 404, 'GET /glaciology/{collection}'],
      ['DELETE', '/glaciology/melt', 404, 'POST /glaciology/melt'],
      ['POST', '/glaciology/melt/', 404, 'POST /glaciology/melt'],
      ['PUT', '/glaciology/glaciers/1', 405, 'PUT /glaciology/glaciers/{id}'],
      ['DELETE', '/glaciology/glaciers', 405, 'DELETE /glaciology/glaciers'],
      ['GET', '/glaciology/glaciers/export', 404, 'GET /glaciology/glaciers/export'],
      ['GET', '/glaciology/glaciers/1/cracks', 404, 'GET /glaciology/glaciers/{id}/cracks'],
      ['GET', '/elsewhere/glaciers', 404, 'GET /elsewhere/glaciers'],
      ['POST', '/weather/oslo/forecasts/2026-01-05', 404, 'POST /weather/{station}/forecasts/{day}'],
      ['GET', '/tides', 404, 'GET /tides'],
      ['OPTIONS', '/tides', 404, 'GET /tides'],
    ] as const)
      it(`${method} ${path} says who declares it`, async () => {
        const answer = await send(path, { method, ...(method === 'PUT' ? { body: {} } : {}) })
        expect(answer.status).to.equal(status)
        const { module, ...call } = answer.body.declared
        expect(`${call.method} ${call.path}`).to.equal(declared)
        expect(answer.body.detail).to.include(
          `${declared} is declared by module ${module}, but not served by this registry`,
        )
      })

    it('names the home page of a module that runs elsewhere', async () => {
      const { body } = await send('/weather/oslo/forecasts/today', { method: 'POST', body: {} })
      expect(body.detail).to.match(/home page is https:\/\/weather\.example\/$/)
    })

    for (const path of [
      '/glaciology/glaciers/01990000-0000-7000-8000-000000000000',
      '/glaciology/melt/more',
      '/glaciologies/melt',
      '/weather/oslo/forecasts',
      '/nowhere',
      '/',
    ])
      it(`says nothing of declarations at ${path}`, async () => {
        const { origin } = await registry()
        const response = await fetch(origin + path, { redirect: 'manual' })
        if (response.status === 302) return
        expect(response.status).to.equal(404)
        expect(await response.json()).not.to.have.property('declared')
      })

    it('answers HEAD like GET', async () => {
      const { origin } = await registry()
      expect((await fetch(`${origin}/tides`, { method: 'HEAD' })).status).to.equal(404)
    })
  })
})
