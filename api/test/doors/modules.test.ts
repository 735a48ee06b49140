import { expect } from 'chai'
import { moduleSorts } from '../../src/registry/modules/modules.contract.ts'
import { send } from '../support/client.ts'
import { anotherRegistry, cypher, emptyRegistry, registry } from '../support/database.ts'

const create = (key: string, more: object = {}, headers = {}) =>
  send('/api/modules', { method: 'POST', body: { key, name: `Module ${key}`, ...more }, headers })
const revisions = async () => (await cypher('MATCH (r:Revision) RETURN count(r) AS n, max(r.number) AS last'))[0]

describe('Modules', () => {
  beforeEach(emptyRegistry)

  it('are created with presets, an ETag and a Location, and read by key or id', async () => {
    const { status, headers, body } = await create('billing')
    expect(status).to.equal(201)
    expect(headers.get('location')).to.equal('/api/modules/billing')
    expect(body).to.include({
      type: 'crud',
      status: 'active',
      health: 'unknown',
      version: '1.0.0',
      owner: null,
      rev: 1,
    })
    for (const id of ['billing', body.id]) expect((await send(`/api/modules/${id}`)).body).to.deep.equal(body)
  })

  it('are replaced whole and changed in part, keeping key and id', async () => {
    const { body: before } = await create('billing', { tags: ['a'], metadata: { homepage: 'https://example.org/' } })
    const changed = await send('/api/modules/billing', {
      method: 'PATCH',
      body: { owner: 'finance', metadata: { aiModel: 'm-1', homepage: null } },
      headers: { 'if-match': '"1"' },
    })
    expect(changed.body).to.deep.include({ owner: 'finance', tags: ['a'], metadata: { aiModel: 'm-1' }, rev: 2 })
    const replaced = await send('/api/modules/billing', {
      method: 'PUT',
      body: { name: 'Billing' },
      headers: { 'if-match': '"2"' },
    })
    expect(replaced.body).to.deep.include({
      name: 'Billing',
      owner: null,
      tags: [],
      metadata: {},
      rev: 3,
      id: before.id,
    })
    expect(await revisions()).to.deep.equal({ n: 3, last: 3 })
  })

  it('stay as they are, without a revision, when a change changes nothing', async () => {
    await create('billing')
    const { body } = await send('/api/modules/billing', {
      method: 'PATCH',
      body: { name: 'Module billing' },
      headers: { 'if-match': '"1"' },
    })
    expect(body.rev).to.equal(1)
    expect(await revisions()).to.deep.equal({ n: 1, last: 1 })
  })

  it('are enabled, disabled and deprecated', async () => {
    await create('billing')
    let rev = 1
    for (const status of ['inactive', 'active', 'deprecated']) {
      const { body } = await send('/api/modules/billing/status', {
        method: 'PUT',
        body: { status },
        headers: { 'if-match': `"${rev++}"` },
      })
      expect(body.status).to.equal(status)
    }
  })

  it('refuse to be changed without If-Match, and with a stale one', async () => {
    await create('billing')
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const body = method === 'DELETE' ? undefined : { name: 'x' }
      expect((await send('/api/modules/billing', { method, body })).body.type).to.equal('revision-required')
      const stale = await send('/api/modules/billing', { method, body, headers: { 'if-match': '"7"' } })
      expect(stale.status).to.equal(412)
    }
    expect(await revisions()).to.deep.equal({ n: 1, last: 1 })
  })

  it('are changed by the tag that a proxy has made weak, but not by a stale one', async () => {
    await create('billing')
    const change = (tag: string) =>
      send('/api/modules/billing', { method: 'PATCH', body: { name: tag }, headers: { 'if-match': tag } })
    expect((await change('W/"1"')).status).to.equal(200)
    expect((await change('"7", W/"2"')).status).to.equal(200)
    for (const stale of ['W/"1"', 'W/"x"', 'W/"03"x"', '"7", W/"8"'])
      expect((await change(stale)).status, stale).to.be.oneOf([400, 412])
    expect((await send('/api/modules/billing')).body).to.include({ name: '"7", W/"2"' })
  })

  it('refuse a taken key and a base path that is reserved or overlaps', async () => {
    await create('billing', { metadata: { apiBasePath: '/billing' } })
    expect((await create('billing')).body.type).to.equal('already-exists')
    for (const apiBasePath of ['/billing', '/billing/x', '/api', '/admin/x', '/graphql'])
      expect((await create('other', { metadata: { apiBasePath } })).body).to.deep.include({ type: 'already-exists' })
    expect(await revisions()).to.deep.equal({ n: 1, last: 1 })
  })

  it('have addresses without secrets and without what can not be seen', async () => {
    for (const homepage of ['https://example.org/\u202egpj', 'https://me:secret@example.org', 'ftp://x', 'x'])
      expect((await create('billing', { metadata: { homepage } })).body.errors[0].pointer).to.equal(
        '/metadata/homepage',
      )
    expect((await create('billing', { metadata: { homepage: 'https://example.org/@me?a=b@c' } })).status).to.equal(201)
  })

  it('are filtered by names that have commas in them', async () => {
    await create('billing', { owner: 'Sales, EMEA' })
    expect((await send('/api/modules?owner=Sales,%20EMEA')).body.total).to.equal(1)
    expect((await send('/api/modules?owner=Sales')).body.total).to.equal(0)
  })

  it('are deleted with their parts, leaving no orphan', async () => {
    await create('billing')
    await send('/api/modules/billing/entities', { method: 'POST', body: { name: 'Invoice' } })
    await send('/api/modules/billing/capabilities', {
      method: 'POST',
      body: {
        key: 'invoice-crud',
        entity: 'Invoice',
        operations: ['list'],
        endpoints: [{ operation: 'list', method: 'GET', path: '/billing/invoices' }],
      },
    })
    const { status } = await send('/api/modules/billing', { method: 'DELETE', headers: { 'if-match': '*' } })
    expect(status).to.equal(204)
    const [left] = await cypher(
      'MATCH (n) WHERE n:Module OR n:Entity OR n:Capability OR n:Endpoint RETURN count(n) AS n',
    )
    expect(left!.n).to.equal(0)
    expect((await send('/api/modules/billing')).status).to.equal(404)
    const { body } = await send('/api/revisions')
    expect(body.items[0].changes.map(({ kind }: { kind: string }) => kind)).to.deep.equal(Array(4).fill('deleted'))
  })
})

/** What no queue inside of one process can keep: three registries change one graph at a time, each with writers of its own. */
describe('Modules of which several registries serve the same', () => {
  let origins: string[]
  before(async () => {
    origins = [await registry(), await anotherRegistry(), await anotherRegistry()].map(({ origin }) => origin)
  })
  beforeEach(emptyRegistry)

  const inTurn = (
    count: number,
    path: string,
    method: string,
    more: (n: number) => { body: object; headers?: object },
  ) =>
    Promise.all(
      Array.from({ length: count }, async (_, n) => {
        const { body, headers } = more(n)
        const response = await fetch(origins[n % origins.length]! + path, {
          method,
          body: JSON.stringify(body),
          headers: { 'content-type': 'application/json', ...headers },
        })
        return { status: response.status, body: await response.text() }
      }),
    )
  const times = (status: number, count: number) => Array<number>(count).fill(status)

  it('let one of 50 concurrent changes with the same ETag win', async () => {
    await create('billing')
    const answers = await inTurn(50, '/api/modules/billing', 'PATCH', (n) => ({
      body: { name: `n${n}` },
      headers: { 'if-match': '"1"' },
    }))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.toSorted()).to.deep.equal([200, ...times(412, 49)])
    expect((await send('/api/modules/billing')).body.rev).to.equal(2)
    expect(await revisions()).to.deep.equal({ n: 2, last: 2 })
  })

  it('are created once by 60 concurrent requests with one Idempotency-Key', async () => {
    const answers = await inTurn(60, '/api/modules', 'POST', () => ({
      body: { key: 'billing', name: 'Billing' },
      headers: { 'idempotency-key': 'k-1' },
    }))
    expect(answers.map(({ status }) => status)).to.deep.equal(times(201, 60))
    expect(new Set(answers.map(({ body }) => body)).size).to.equal(1)
    expect(await revisions()).to.deep.equal({ n: 1, last: 1 })
    const other = await create('other', {}, { 'idempotency-key': 'k-1' })
    expect(other.body.type).to.equal('idempotency-key-reused')
  })

  it('are created once for each of 40 Idempotency-Keys that each registry gets at the same time', async () => {
    const answers = await inTurn(120, '/api/modules', 'POST', (n) => {
      const key = `m-${Math.floor(n / 3)}`
      return { body: { key, name: 'Module' }, headers: { 'idempotency-key': key } }
    })
    expect(answers.map(({ status }) => status)).to.deep.equal(times(201, 120))
    expect(new Set(answers.map(({ body }) => body)).size).to.equal(40)
    expect(await revisions()).to.deep.equal({ n: 40, last: 40 })
  })

  it('get a revision of their own each, without a gap, when 60 are created at once', async () => {
    const answers = await inTurn(60, '/api/modules', 'POST', (n) => ({ body: { key: `m-${n}`, name: `Module ${n}` } }))
    expect(answers.map(({ status }) => status)).to.deep.equal(times(201, 60))
    const logged = await cypher('MATCH (r:Revision) RETURN r.number AS number ORDER BY number')
    expect(logged.map(({ number }) => number as number)).to.deep.equal(Array.from({ length: 60 }, (_, n) => n + 1))
  })
})

describe('The list of modules', () => {
  before(async () => {
    await emptyRegistry()
    for (let n = 0; n < 23; n++)
      await create(`m-${String(n).padStart(2, '0')}`, {
        status: n % 2 ? 'active' : 'inactive',
        type: n % 3 ? 'crud' : 'report',
        owner: n % 4 ? 'sales' : null,
        tags: [`t${n % 5}`],
        description: n === 7 ? 'Keeps the blue ledger' : '',
        name: `Module ${(n * 7) % 10}`,
      })
    for (const key of ['m-05', 'm-11', 'm-02'])
      await send(`/api/modules/${key}`, { method: 'PATCH', body: { version: '2.0.0' }, headers: { 'if-match': '*' } })
    await cypher("UNWIND ['m-03', 'm-20'] AS key MATCH (m:Module {key: key}) SET m.health = 'healthy'")
  })

  type Listed = Record<(typeof moduleSorts)[number], string> & { owner: string | null }

  const pages = async (query: string) => {
    const walked: Listed[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body } = await send(`/api/modules?limit=5${query}${cursor ? `&cursor=${cursor}` : ''}`)
      expect(body.returned).to.equal(body.items.length)
      walked.push(...body.items)
      cursor = body.nextCursor
      expect(body.truncated).to.equal(cursor !== null)
    }
    return walked
  }
  const keysOf = (modules: Listed[]) => modules.map(({ key }) => key)
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

  it('is walked through in pages by key, each once, when nothing else is asked for', async () => {
    expect(keysOf(await pages(''))).to.deep.equal(
      Array.from({ length: 23 }, (_, n) => `m-${String(n).padStart(2, '0')}`),
    )
  })

  for (const field of moduleSorts)
    it(`is sorted by ${field}, then key, without an owner first, and with - the other way round, across pages`, async () => {
      const { body } = await send('/api/modules?limit=500')
      const sorted = (body.items as Listed[]).toSorted(
        (a, b) => compare(a[field] ?? '', b[field] ?? '') || compare(a.key, b.key),
      )
      expect(keysOf(await pages(`&sort=${field}`))).to.deep.equal(keysOf(sorted))
      expect(keysOf(await pages(`&sort=-${field}`))).to.deep.equal(keysOf(sorted).toReversed())
    })

  it('is filtered by several things at once, and total counts all pages', async () => {
    const { body } = await send('/api/modules?status=active&type=crud&owner=sales&tag=t1&tag=t2&limit=1')
    const expected = Array.from({ length: 23 }, (_, n) => n).filter(
      (n) => n % 2 && n % 3 && n % 4 && [1, 2].includes(n % 5),
    )
    expect(body).to.include({ total: expected.length, returned: 1, truncated: true })
  })

  it('finds words by their beginning, and takes signs of Lucene as text', async () => {
    expect((await send('/api/modules?q=blue%20led')).body.items.map(({ key }: { key: string }) => key)).to.deep.equal([
      'm-07',
    ])
    for (const q of [
      '*',
      '~',
      '~"',
      'a AND (',
      'AND',
      'OR NOT',
      '\\',
      'key:m-07^2',
      'key:x^2',
      '/x/',
      '[a TO b]',
      ':',
      "'",
    ]) {
      const { status, body } = await send(`/api/modules?q=${encodeURIComponent(q)}`)
      expect([status, body.total], q).to.deep.equal([200, 0])
    }
  })

  it('finds what a person types of addresses, names in code, ideographs and pictures', async () => {
    await create('people-desk', {
      name: 'snake_case thing',
      owner: 'jane.doe@example.com',
      description: "O'Brien 名前管理 🚀 isn't C++: AND so on",
    })
    const found = async (q: string) =>
      keysOf((await send(`/api/modules?q=${encodeURIComponent(q)}`)).body.items).includes('people-desk')
    for (const q of [
      'jane.doe@example.com',
      'example.com',
      'jane.d',
      'jane.doe@exam',
      'snake_case',
      'snake_c',
      'Thing snake',
      "o'brien",
      "O'BR",
      '名前',
      '名前管理',
      '管',
      '🚀',
      'people-d',
      'c++',
      'AND',
      '(thing)',
    ])
      expect(await found(q), q).to.equal(true)
    for (const q of ['jane.doe@example.org', 'snake_x', '前名', 'snake_case other', 'hing'])
      expect(await found(q), q).to.equal(false)
    await send('/api/modules/people-desk', { method: 'DELETE', headers: { 'if-match': '*' } })
  })

  it('keeps its place while rows are added and removed', async () => {
    const first = (await send('/api/modules?limit=5')).body
    await create('a-new-first')
    await send('/api/modules/m-04', { method: 'DELETE', headers: { 'if-match': '*' } })
    const second = (await send(`/api/modules?limit=5&cursor=${first.nextCursor}`)).body
    expect(second.items[0].key).to.equal('m-05')
  })

  it('refuses a cursor from elsewhere', async () => {
    const { nextCursor } = (await send('/api/modules?limit=5&sort=name')).body
    for (const cursor of [nextCursor, 'x', 'bnVsbA', `${nextCursor}x`, '%00'])
      expect((await send(`/api/modules?limit=5&cursor=${cursor}`)).body.type).to.equal('invalid-cursor')
    for (const sort of ['key', 'name', 'createdAt']) {
      const own = (await send(`/api/modules?limit=5&sort=${sort}`)).body.nextCursor
      const [list] = JSON.parse(Buffer.from(own, 'base64url').toString()) as [string]
      for (const place of [[], ['x'], [1], [null, null], ['x', 1], ['garbage', 'x', 'y'], 'x', { 0: 'x' }]) {
        const forged = Buffer.from(JSON.stringify([list, place])).toString('base64url')
        const { body } = await send(`/api/modules?limit=5&sort=${sort}&cursor=${forged}`)
        if (sort !== 'key' || String(place) !== 'x' || !Array.isArray(place))
          expect(body.type, `${sort} ${forged}`).to.equal('invalid-cursor')
      }
    }
  })
})

describe('The list of owners', () => {
  before(async () => {
    await emptyRegistry()
    for (const [key, owner] of Object.entries({ a: 'Sales', b: null, c: 'Ops, Europe', d: 'Sales' }))
      await create(key, { owner })
  })

  it('counts the modules of each, those without an owner first', async () => {
    const { body } = await send('/api/owners')
    expect(body.items).to.deep.equal([
      { owner: null, modules: 1, key: null, kind: null },
      { owner: 'Ops, Europe', modules: 1, key: 'ops-europe', kind: 'team' },
      { owner: 'Sales', modules: 2, key: 'sales', kind: 'team' },
    ])
    expect(body).to.include({ total: 3, returned: 3, truncated: false, nextCursor: null })
  })

  it('comes in pages that say what they leave out', async () => {
    const first = (await send('/api/owners?limit=1')).body
    expect(first).to.include({ total: 3, returned: 1, truncated: true })
    const second = (await send(`/api/owners?limit=2&cursor=${first.nextCursor}`)).body
    expect(second.items.map(({ owner }: { owner: string }) => owner)).to.deep.equal(['Ops, Europe', 'Sales'])
    expect(second).to.include({ total: 3, truncated: false, nextCursor: null })
  })
})
