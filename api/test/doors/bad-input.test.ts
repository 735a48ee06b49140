import { expect } from 'chai'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Operation } from '../../src/kernel/operation.ts'
import { namedOperations } from '../../src/contract.ts'
import { ended, send } from '../support/client.ts'
import { checksum, cypher, onlyCrm, prepared } from '../support/database.ts'
import { draftIn } from '../support/drafts.ts'
import { scale, some, spread } from '../support/scale.ts'

/** A valid request for each operation that takes a body; the mutations start from here. */
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
  'put /api/modules/{id}/status': { status: 'deprecated', sunset: '2030-01-01' },
  'post /api/owners': { name: 'Ada', kind: 'person', email: 'ada@example.org', contact: 'https://example.org' },
  'put /api/owners/{id}': { name: 'Sales', kind: 'team', description: 'd', email: null },
  'patch /api/owners/{id}': { name: 'Sales', contact: null },
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
  'patch /api/modules/{id}/entities/{part}': { label: 'Other', unique: [['orderNumber']] },
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
  'put /api/modules/{id}/configurations/{part}/version': { number: 1 },
  'post /api/modules/{id}/configurations/{part}/versions:purge': { pointers: ['/values/token'] },
  'put /api/modules/{id}/configurations/{part}/document': { format: 'yaml', text: 'configType: usage' },
  'post /api/patches': {
    version: '1.0',
    patchId: 'shop-1',
    timestamp: '2026-01-05T09:00:00Z',
    actor: 'ai',
    scope: 'object',
    operation: 'add',
    target: { type: 'module', identifier: 'shop' },
    payload: {},
    module: { key: 'shop', name: 'Shop', description: 'd', type: 'crud', version: '1.0.0', owner: 'x', tags: ['a'] },
    apiBasePath: '/shop',
    schemaPath: '/specs/shop',
    description: 'd',
    securityLevel: 'L1',
    objects: {
      OrderItem: {
        label: 'Order item',
        description: 'd',
        path: 'items',
        fields: [
          { name: 'sku', type: 'text', default: 'ab', validation: { minLength: 2, pattern: '^a' }, placeholder: 'p' },
          { name: 'kind', type: 'select', options: ['a', { label: 'B', value: 'b' }], default: 'a', required: true },
        ],
        unique: [['sku', 'kind']],
        states: {
          states: [
            { name: 'open', initial: true },
            { name: 'done', final: true },
          ],
          transitions: [{ from: 'open', to: 'done', action: 'close' }],
        },
      },
      Buyer: {
        fields: [{ name: 'first', type: 'relation', relationObject: 'OrderItem', relationField: 'sku', unique: true }],
      },
    },
  },
}
const relationship = {
  type: 'data-flow',
  source: 'capability:crm/order-crud',
  target: 'capability:crm/customer-crud',
  description: 'd',
  operations: ['read'],
  fields: ['email'],
  criticality: 'high',
  versionRange: '^1.0.0',
  configuration: { topic: 'orders' },
  declaredBy: 'import',
  evidence: 'seen in the logs',
}
valid['post /api/patches:preview'] = valid['post /api/patches']!
const document = valid['post /api/patches']!
valid['post /api/ai-modules'] = { document, title: 'Other', model: 'm', prompt: 'p' }
valid['put /api/ai-modules/{id}'] = { document, title: 'Other' }
valid['post /api/ai-modules/{id}:review'] = { decision: 'reject', comment: 'd' }
valid['post /api/ai-modules:generate'] = { prompt: 'p', module: 'other', title: 'Other' }
valid['post /api/webhooks'] = {
  url: 'http://127.0.0.1:1/',
  description: 'd',
  events: 'all',
  module: 'crm',
  withinSteps: 1,
}
valid['post /api/configurations:validate'] = { schema: { type: 'object' }, values: { a: 1 } }
valid['post /api/keys'] = { name: 'other', role: 'viewer', expiresAt: '2030-01-01T00:00:00Z' }
valid['post /api/relationships'] = relationship
valid['post /api/relationships:batch'] = { items: [relationship] }
valid['put /api/relationships/{id}'] = relationship
valid['patch /api/relationships/{id}'] = { type: 'dependency', criticality: 'low', operations: [], versionRange: null }

const asking = { query: 'MATCH (m:Module) WHERE m.key = $key RETURN m.key AS key', parameters: { key: 'crm' } }
const bounds = { rows: 10, timeout: 10_000, run: '0199d7a4-0000-7000-8000-000000000001' }
valid['post /api/cypher'] = { ...asking, ...bounds }
valid['post /api/cypher:plan'] = asking
valid['post /api/cypher:export'] = { ...asking, format: 'ndjson', rows: 10, timeout: 10_000 }
valid['post /api/documentation:export'] = { section: ['api'] }
valid['post /api/records:purge'] = { key: 'other' }
const kept = {
  query: asking.query,
  example: { key: 'crm' },
  description: 'd',
  sharing: 'private',
  parameters: [{ name: 'key', type: 'STRING', nullable: true, description: 'd' }],
}
const view = { name: 'kept', page: 'graph', parameters: 'focus=crm' }
valid['post /api/views'] = { ...view, name: 'other' }
valid['put /api/views/{id}'] = view
valid['post /api/queries'] = { name: 'other', ...kept }
valid['put /api/queries/{folder}/{name}'] = kept
valid['post /api/queries/{folder}/{name}:run'] = { parameters: { key: 'crm' }, ...bounds }
valid['post /api/queries/{folder}/{name}:export'] = {
  parameters: { key: 'crm' },
  format: 'csv',
  rows: 10,
  timeout: 10_000,
}
valid['post /api/modules/{id}/statistics'] = {
  counting: 'since-start',
  items: [
    {
      entity: 'Order',
      recordCount: 3,
      lastUpdate: '2026-01-05T09:00:00Z',
      requestCount: 3,
      errorCount: 1,
      responseTimes: [{ milliseconds: 12.5, count: 3 }],
    },
  ],
}

const parts: Record<string, string> = {
  capabilities: 'order-crud',
  entities: 'Order',
  endpoints: 'GET /crm/orders',
  configurations: 'order-schema',
}
/** Ids that only the registry knows. */
const ids = { relationship: '', draft: '', webhook: '', key: '', view: '', job: '' }
/** Of what its path is about. */
const idIn = (path: string) =>
  path.startsWith('/api/relationships')
    ? ids.relationship
    : path.startsWith('/api/ai-modules')
      ? ids.draft
      : path.startsWith('/api/webhooks')
        ? ids.webhook
        : path.startsWith('/api/keys')
          ? ids.key
          : path.startsWith('/api/views')
            ? ids.view
            : path.startsWith('/api/jobs')
              ? ids.job
              : path.startsWith('/api/owners')
                ? 'sales-platform'
                : 'crm'
const pathOf = ({ path, tag }: Operation) =>
  path
    .replace('{id}', idIn(path))
    .replace('{number}', '1')
    .replace('{folder}', 'saved')
    .replace('{name}', 'mine')
    .replace('{run}', bounds.run)
    .replace('{delivery}', 'none')
    .replace('{part}', encodeURIComponent(parts[tag] ?? ''))
/** What a question can not be asked without. */
const asked: Record<string, string> = {
  '/api/graph': 'focus=crm&',
  '/api/graph/path': 'from=crm&to=crm&',
  '/api/modules/crm/configurations/order-schema/difference': 'from=1&',
  '/api/graph/impact': 'of=crm&',
  '/api/graph/neighbourhood': 'of=crm&',
  '/api/ai/search': 'q=orders&',
  '/api/ai/context': 'task=orders&',
}

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
  'constructor',
  'toString',
  '__proto__',
  'crm/Customer',
  'x/valueOf',
]
/** What a member can be called instead; the last two differ from a name beside it in letter case, and by `_` only. */
const names = (beside: string[]) => [
  '',
  'a b',
  'constructor',
  'toString',
  'valueOf',
  '__proto__',
  'x'.repeat(63),
  'x'.repeat(64),
  ...beside.flatMap((name) => [name.toUpperCase(), name.replace(/(?<=[a-z])(?=[A-Z])/g, '_')]),
]

/** Every body, as the text of it, with one member at any depth replaced by something else, or called something else. */
function* mutations(value: unknown, rebuild = (changed: string) => changed): Generator<string> {
  for (const bad of poison) yield rebuild(JSON.stringify(bad))
  if (typeof value !== 'object' || value === null) return
  const isList = Array.isArray(value)
  const members = Object.entries(value).map(([name, member]) => [name, JSON.stringify(member)] as const)
  for (const [index, [name, text]] of members.entries()) {
    const replaced = (by: readonly [string, string]) => {
      const written = members.with(index, by).map(([name, text]) => (isList ? text : `${JSON.stringify(name)}:${text}`))
      return rebuild(isList ? `[${written.join()}]` : `{${written.join()}}`)
    }
    yield* mutations((value as Record<string, unknown>)[name], (changed) => replaced([name, changed]))
    const beside = members.filter((_, other) => other !== index).map(([name]) => name)
    if (!isList) for (const other of names(beside)) yield replaced([other, text])
  }
}

describe('Bad input', () => {
  let before: object[] | undefined
  const fill = prepared(async () => {
    await onlyCrm()
    ids.relationship = (await send('/api/relationships?limit=1')).body.items[0].id
    ids.draft = await draftIn('pending_review')
    await send('/api/queries', { method: 'POST', body: { name: 'mine', ...kept } })
    ids.webhook = (await send('/api/webhooks', { method: 'POST', body: { url: 'http://127.0.0.1:1/' } })).body.id
    ids.view = (await send('/api/views', { method: 'POST', body: view })).body.id
    ids.key = (await send('/api/keys', { method: 'POST', body: { name: 'mine', role: 'viewer' } })).body.id
    ids.job = await ended('/api/cypher:export', { query: 'RETURN 1 AS one' })
  })
  beforeEach(async function () {
    this.timeout(60_000)
    // Most of these tests leave nothing behind.
    if (before && isDeepStrictEqual(await checksum(), before)) return
    await fill()
    before = await checksum()
  })

  const writing = namedOperations.filter(({ body }) => !(body instanceof z.ZodUndefined))

  it('has a valid body for each operation that takes one', () => {
    expect(writing.map(({ method, path }) => `${method} ${path}`)).to.have.members(Object.keys(valid))
  })

  for (const endpoint of writing) {
    const name = `${endpoint.method} ${endpoint.path}`
    const headers = { 'if-match': '*' }
    const method = endpoint.method.toUpperCase()
    const bodies = [...new Set(mutations(valid[name]))]
    const fitting = new Set(bodies.filter((text) => endpoint.body.safeParse(JSON.parse(text)).success))

    it(`in any member of ${name} is refused with its place, and nothing is stored`, async function () {
      this.timeout(120_000)
      const refused = spread(
        bodies.filter((text) => !fitting.has(text)),
        scale(1_000, 30),
      )
      expect(refused).to.have.length.greaterThan(10)
      for (const raw of refused) {
        const answer = await send(pathOf(endpoint), { method, raw, headers })
        expect(answer.status, raw.slice(0, 300)).to.be.within(400, 422)
        expect(answer.body.errors, raw.slice(0, 300)).not.to.have.length(0)
        expect(answer.body.errors[0].reason).to.be.a('string').and.not.to.equal('')
      }
      expect(await checksum()).to.deep.equal(before)
    })

    it(`that fits the schema of ${name} never ends in a 500`, async function () {
      this.timeout(120_000)
      const [kept] = await cypher('MATCH (n) RETURN collect(elementId(n)) AS ids')
      const failed: string[] = []
      for (const raw of [JSON.stringify(valid[name]), ...spread([...fitting], scale(400, 12))]) {
        const { status, body } = await send(pathOf(endpoint), { method, raw, headers })
        // The registry of the tests has no language model.
        if (body?.type === 'not-configured') continue
        // Jobs that were started by the requests before may still run.
        if (endpoint.status === 202 && body?.type === 'busy') continue
        if (raw === JSON.stringify(valid[name])) expect(status, JSON.stringify(body)).to.be.below(300)
        if (status >= 500) failed.push(`${status} ${body.type}: ${body.detail}: ${raw}`)
        if (status === 201 || status === 202)
          await cypher('MATCH (n) WHERE NOT elementId(n) IN $ids DETACH DELETE n', kept)
      }
      expect(failed).to.deep.equal([])
    })

    it(`of ${name} that is no acceptable JSON, too large or of another type is refused`, async () => {
      const path = pathOf(endpoint)
      const raw = (text: string | Uint8Array<ArrayBuffer>, type = 'application/json') =>
        send(path, { method, raw: text, headers: { ...headers, 'content-type': type } })
      const texts = [
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
      ]
      for (const text of some(texts, 4)) expect((await raw(text)).body.type, text.slice(0, 40)).to.equal('invalid-json')
      expect((await raw(new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]))).body.type).to.equal('invalid-json')
      expect((await raw(JSON.stringify({ a: 'x'.repeat(2_000_000) }))).status).to.equal(413)
      const types = ['text/plain', 'application/xml', 'multipart/form-data', 'application/x-www-form-urlencoded']
      for (const type of some(types, 1)) expect((await raw(JSON.stringify(valid[name]), type)).status).to.equal(415)
      const unknown = await raw(JSON.stringify({ ...valid[name], nmae: 1 }))
      expect(unknown.body.errors[0].pointer).to.equal('/nmae')
      expect(await checksum()).to.deep.equal(before)
    })
  }

  it('in an address or a header is refused for every operation', async function () {
    this.timeout(120_000)
    for (const endpoint of namedOperations) {
      const method = endpoint.method.toUpperCase()
      const name = `${endpoint.method} ${endpoint.path}`
      const body = valid[name]
      const path = pathOf(endpoint)
      const unknown = await send(`${path}?${asked[path] ?? ''}lmit=1`, { method, body, headers: { 'if-match': '*' } })
      expect(unknown.body.errors?.[0]?.pointer, name).to.equal('/query/lmit')
      if (endpoint.ifMatch)
        for (const tag of some(['3', 'x', '"1', 'W/"x"', '"-1"', '"1e9"'], 2))
          expect(
            (await send(path, { method, body, headers: { 'if-match': tag } })).status,
            `${name} ${tag}`,
          ).to.be.oneOf([400, 412])
      if (endpoint.path.includes('{id}'))
        for (const id of some(['none', '%00', '..%2f..', 'x'.repeat(200), "' OR 1=1 //", '%F0%9F%98%80'], 2))
          expect(
            (
              await send(path.replace(/crm|sales-platform|[0-9a-f-]{36}/, id), {
                method,
                body,
                headers: { 'if-match': '*' },
              })
            ).status,
            `${name} ${id}`,
          ).to.be.oneOf([400, 404])
      if (endpoint.path.includes('{number}'))
        for (const number of ['0', '-1', '1.5', '1e3', 'x', '%00', '2147483648', '99999999999999999999'])
          expect((await send(path.replace('1', number))).body.errors?.[0].pointer, number).to.equal('/path/number')
      if ('limit' in endpoint.query.shape)
        for (const limit of some(
          [path === '/api/graph' ? '5001' : '501', '0', '-1', '1e3', 'x', '', '99999999999999999999'],
          2,
        ))
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

describe('A cursor that names a list rightly, and a place in it that is none,', () => {
  before(async function () {
    this.timeout(60_000)
    await onlyCrm()
    for (const title of ['one', 'two']) await send('/api/ai-modules', { method: 'POST', body: { document: {}, title } })
    for (const key of ['other', 'one', 'two', 'three'])
      await send('/api/modules', { method: 'POST', body: { key, name: key, owner: 'x' } })
    const part = (key: string) => `capability:crm/${key}-crud`
    for (const [type, source, target] of [
      ['dependency', 'module:other', 'module:crm'],
      ['dependency', 'module:one', 'module:other'],
      ['data-flow', 'module:crm', 'module:other'],
      ['data-flow', 'module:other', 'module:crm'],
      ['data-flow', 'module:crm', 'module:one'],
      ['data-flow', part('order'), part('customer')],
      ['data-flow', part('customer'), part('order')],
    ])
      await send('/api/relationships', { method: 'POST', body: { type, source, target } })
    await send('/api/modules/crm', { method: 'PATCH', body: { name: 'C' }, headers: { 'if-match': '*' } })
    const version = { body: { version: '1.0.1' }, headers: { 'if-match': '*' } }
    await send('/api/modules/crm/configurations/order-schema', { method: 'PATCH', ...version })
    for (const url of ['http://127.0.0.1:1/', 'http://127.0.0.1:2/'])
      ids.webhook = (await send('/api/webhooks', { method: 'POST', body: { url } })).body.id
    for (const name of ['one', 'two']) {
      await send('/api/keys', { method: 'POST', body: { name, role: 'viewer' } })
      await send('/api/views', { method: 'POST', body: { ...view, name } })
      await ended('/api/cypher:export', { query: 'RETURN 1 AS one' })
    }
    await cypher(
      `MATCH (w:Webhook {id: $id}) UNWIND ['1', '2'] AS id
       CREATE (:Alert:Delivery {ref: 'delivery:' + id, id: id, webhook: $id, state: 'dead', type: 'module.health', revision: 1,
         attempts: 6, body: '{}', createdAt: datetime()})-[:TO]->(w)`,
      { id: ids.webhook },
    )
    const body = { items: [{ requestCount: 1 }] }
    for (const module of ['crm', 'other']) await send(`/api/modules/${module}/statistics`, { method: 'POST', body })
    await cypher(
      `MATCH (s:Sample {module: 'crm'})
       CREATE (:Sample {ref: 'earlier', of: s.of, module: s.module, resolution: s.resolution, at: s.at - duration('PT1M'),
         requestCount: 1, errorCount: 0, milliseconds: 0.0, buckets: [], counts: []})`,
    )
  })

  // What comes in pages and is no list, such as documents of many modules, has its own tests.
  const lists = namedOperations.filter(
    ({ query, answer }) => 'cursor' in query.shape && answer instanceof z.ZodObject && 'nextCursor' in answer.shape,
  )
  const sorts = ['key', 'name', 'owner', '-createdAt', 'updatedAt'].map((sort) => `&sort=${sort}`)
  const places = [
    [],
    [null],
    [null, null],
    [0],
    [-1],
    [1.5],
    [1e300],
    ['x'],
    [''],
    ['constructor'],
    ['a\u0000b', '\ud800'],
    ['x', 'y', 'z', 'w'],
    [1, 2, 3, 4],
    [1, 'crm'],
    ['crm', 1],
    ['2026-13-01', 'crm'],
    ['+999999-01-01', 'crm'],
    ['x'.repeat(999), 'x'],
  ]
  for (const endpoint of lists)
    for (const sort of 'sort' in endpoint.query.shape ? some(sorts, 2) : [''])
      it(`never ends in a 500 for ${endpoint.path}?limit=1${sort}`, async () => {
        const little = 'limit' in endpoint.query.shape ? 'limit=1' : 'maxTokens=500'
        const path = `${pathOf(endpoint)}?${asked[endpoint.path] ?? ''}${little}${sort}`
        // There is one patch of the CRM; a cursor needs a second.
        if (endpoint.path === '/api/patches')
          await send(endpoint.path, { method: 'POST', body: valid['post /api/patches'] })
        const { nextCursor } = (await send(path)).body
        const [list] = JSON.parse(Buffer.from(nextCursor as string, 'base64url').toString()) as [string]
        const failed: string[] = []
        for (const place of some(places, 5)) {
          const cursor = Buffer.from(JSON.stringify([list, place])).toString('base64url')
          const { status, body } = await send(`${path}&cursor=${cursor}`)
          if (status >= 500) failed.push(JSON.stringify(place).slice(0, 60))
          else expect(status === 200 ? 'invalid-cursor' : body.type).to.equal('invalid-cursor')
        }
        expect(failed).to.deep.equal([])
      })
})
