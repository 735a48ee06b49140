import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Endpoint } from '../src/endpoint.ts'
import { allEndpoints } from '../src/http/rest.ts'
import { send } from './client.ts'
import { cypher, onlyCrm } from './database.ts'

const checksum = async () =>
  cypher(`MATCH (n) WHERE NOT n:KeptAnswer OPTIONAL MATCH (n)-[r]->()
          RETURN count(DISTINCT n) AS nodes, count(r) AS edges, sum(DISTINCT coalesce(n.rev, 0)) AS revs, max(n.revision) AS revision`)

/** A valid request for each operation that takes a body; the mutations start from here. */
const crm = JSON.parse(readFileSync(new URL('../../seeds/crm/module.json', import.meta.url), 'utf8')) as object
const valid: Record<string, Record<string, unknown>> = {
  'post /api/modules': {
    key: 'other',
    name: 'Other',
    tags: ['a'],
    owner: 'x',
    metadata: { homepage: 'https://example.org' },
  },
  'put /api/modules/{id}': { name: 'Other', description: 'd', version: '1.0.0', metadata: { apiBasePath: '/other' } },
  'patch /api/modules/{id}': { name: 'Other', status: 'inactive', metadata: { healthUrl: 'https://example.org' } },
  'put /api/modules/{id}/status': { status: 'inactive' },
  'post /api/modules/{id}/capabilities': {
    key: 'other',
    name: 'Other',
    type: 'query',
    entity: 'Order',
    operations: ['run'],
    endpoints: [{ operation: 'run', method: 'GET', path: '/crm/run' }],
  },
  'put /api/modules/{id}/capabilities/{part}': { name: 'Other', type: 'query', operations: ['run'] },
  'patch /api/modules/{id}/capabilities/{part}': { name: 'Other', description: 'd' },
  'post /api/modules/{id}/entities': {
    name: 'Other',
    label: 'Other',
    fields: [{ name: 'a', type: 'text' }],
    path: '/crm/o',
  },
  'put /api/modules/{id}/entities/{part}': { label: 'Other', fields: [{ name: 'a', type: 'text' }] },
  'patch /api/modules/{id}/entities/{part}': { label: 'Other', unique: [['name']] },
  'post /api/modules/{id}/endpoints': { method: 'GET', path: '/crm/other', description: 'd', deprecated: true },
  'put /api/modules/{id}/endpoints/{part}': { description: 'd' },
  'patch /api/modules/{id}/endpoints/{part}': { deprecated: true },
  'post /api/modules/{id}/configurations': {
    key: 'other',
    configType: 'usage',
    schema: { type: 'object' },
    values: {},
  },
  'put /api/modules/{id}/configurations/{part}': { configType: 'usage', documentation: 'd', metadata: {} },
  'patch /api/modules/{id}/configurations/{part}': { version: '1.0.1' },
  'post /api/patches': crm as Record<string, unknown>,
}
const parts: Record<string, string> = {
  capabilities: 'order-crud',
  entities: 'Order',
  endpoints: 'GET /crm/orders',
  configurations: 'order-schema',
}
const pathOf = ({ path, tag }: Endpoint) =>
  path
    .replace('{id}', 'crm')
    .replace('{number}', '1')
    .replace('{part}', encodeURIComponent(parts[tag] ?? ''))

const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
const poison: unknown[] = [
  null,
  true,
  12.5,
  -1,
  '',
  ' ',
  'x'.repeat(30_000),
  'a\u0000b',
  'a\u202eb',
  '\ud800',
  [],
  [[]],
  {},
  { a: 1 },
  ["'} DELETE n //"],
]

/** Every body with one member, at any depth, replaced by something else. */
function* mutations(value: unknown, rebuild: (changed: unknown) => unknown): Generator<unknown> {
  for (const bad of poison) yield rebuild(bad)
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value).slice(0, 12))
    yield* mutations(member, (changed) =>
      rebuild(
        Array.isArray(value)
          ? value.map((item, index) => (String(index) === name ? changed : (item as unknown)))
          : { ...value, [name]: changed },
      ),
    )
}

describe('Bad input', () => {
  let before: object[]
  beforeEach(async () => {
    await onlyCrm()
    before = await checksum()
  })

  const writing = allEndpoints.filter(({ body }) => !(body instanceof z.ZodUndefined))

  it('has a valid body for each operation that takes one', () => {
    expect(writing.map(({ method, path }) => `${method} ${path}`)).to.have.members(Object.keys(valid))
  })

  for (const endpoint of writing) {
    const name = `${endpoint.method} ${endpoint.path}`
    const headers = { 'if-match': '*' }
    const method = endpoint.method.toUpperCase()

    it(`in any member of ${name} is refused with its place, and nothing is stored`, async function () {
      this.timeout(120_000)
      let refused = 0
      const seen = new Set<string>()
      for (const body of mutations(valid[name], (changed) => changed)) {
        const sent = JSON.stringify(body)
        if (seen.has(sent) || seen.size > 400 || endpoint.body.safeParse(JSON.parse(sent)).success) continue
        seen.add(sent)
        const answer = await send(pathOf(endpoint), { method, raw: sent, headers })
        expect(answer.status, sent.slice(0, 300)).to.be.within(400, 422)
        expect(answer.body.errors, sent.slice(0, 300)).not.to.have.length(0)
        expect(answer.body.errors[0].reason).to.be.a('string').and.not.to.equal('')
        refused++
      }
      expect(refused).to.be.greaterThan(10)
      expect(await checksum()).to.deep.equal(before)
    })

    it(`of ${name} that is no acceptable JSON, too large or of another type is refused`, async () => {
      const path = pathOf(endpoint)
      const raw = (text: string | Uint8Array<ArrayBuffer>, type = 'application/json') =>
        send(path, { method, raw: text, headers: { ...headers, 'content-type': type } })
      for (const text of [
        '',
        '{',
        'nul',
        '{"a":1,"a":2}',
        '{"__proto__":{}}',
        '{"constructor":1}',
        `{"a":${deep(10_000)}}`,
        '{"a":1}x',
        '{"a":1e999}',
        '{"a":12345678901234567890}',
      ])
        expect((await raw(text)).body.type, text.slice(0, 40)).to.equal('invalid-json')
      expect((await raw(new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]))).body.type).to.equal('invalid-json')
      expect((await raw(JSON.stringify({ a: 'x'.repeat(2_000_000) }))).status).to.equal(413)
      for (const type of ['text/plain', 'application/xml', 'multipart/form-data', 'application/x-www-form-urlencoded'])
        expect((await raw(JSON.stringify(valid[name]), type)).status).to.equal(415)
      const unknown = await raw(JSON.stringify({ ...valid[name], nmae: 1 }))
      expect(unknown.body.errors[0].pointer).to.equal('/nmae')
      expect(await checksum()).to.deep.equal(before)
    })
  }

  it('in an address or a header is refused for every operation', async function () {
    this.timeout(120_000)
    for (const endpoint of allEndpoints) {
      const method = endpoint.method.toUpperCase()
      const name = `${endpoint.method} ${endpoint.path}`
      const body = valid[name]
      const path = pathOf(endpoint)
      const focus = path === '/api/graph' ? 'focus=crm&' : ''
      const unknown = await send(`${path}?${focus}lmit=1`, { method, body, headers: { 'if-match': '*' } })
      expect(unknown.body.errors?.[0]?.pointer, name).to.equal('/query/lmit')
      if (endpoint.ifMatch)
        for (const tag of ['3', 'x', '"1', 'W/"1"', '"-1"', '"1e9"'])
          expect(
            (await send(path, { method, body, headers: { 'if-match': tag } })).status,
            `${name} ${tag}`,
          ).to.be.oneOf([400, 412])
      if (endpoint.path.includes('{id}'))
        for (const id of ['none', '%00', '..%2f..', 'x'.repeat(200), "' OR 1=1 //", '%F0%9F%98%80'])
          expect(
            (await send(path.replace('crm', id), { method, body, headers: { 'if-match': '*' } })).status,
            `${name} ${id}`,
          ).to.be.oneOf([400, 404])
      if (endpoint.path.includes('{number}'))
        for (const number of ['0', '-1', '1.5', '1e3', 'x', '%00', '2147483648', '99999999999999999999'])
          expect((await send(path.replace('1', number))).body.errors?.[0].pointer, number).to.equal('/path/number')
      if ('limit' in endpoint.query.shape)
        for (const limit of ['0', '-1', '501', '1e3', 'x', '', '99999999999999999999'])
          expect((await send(`${path}?limit=${limit}`)).status, `${name} ${limit}`).to.equal(400)
    }
    expect(await checksum()).to.deep.equal(before)
  })

  it('is refused by path and method as well', async () => {
    expect((await send('/api/nothing')).status).to.equal(404)
    expect((await send('/api/modules/%E0%A4%A')).status).to.equal(400)
    const { status, headers } = await send('/api/modules/crm', { method: 'POST', body: {} })
    expect(status).to.equal(405)
    expect(headers.get('allow')).to.include('PATCH')
  })

  it('never reaches the database as Cypher', async () => {
    const name = "x'}) DETACH DELETE n //` \\u0027"
    const { body } = await send('/api/modules', {
      method: 'POST',
      body: { key: 'odd', name, tags: [name], owner: name },
    })
    expect((await send('/api/modules/odd')).body).to.deep.equal(body)
    expect((await send(`/api/modules?owner=${encodeURIComponent(name.replaceAll(',', ''))}`)).body.total).to.equal(1)
  })
})
