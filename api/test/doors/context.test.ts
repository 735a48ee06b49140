import { expect } from 'chai'
import { ask, send } from '../support/client.ts'
import { allSamples, cypher, registry } from '../support/database.ts'
import { tokensOf } from '../support/mcp-client.ts'
import { namedOperations } from '../../src/contract.ts'
import examples from '../../src/questions/ai/examples.json' with { type: 'json' }

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers of any shape */
type Any = any
const address = (path: string, parameters: Record<string, string>) =>
  `${path}?${new URLSearchParams(parameters).toString()}`
const read = async (path: string, parameters: Record<string, string> = {}) =>
  (await send(address(path, parameters))).body as Any
const keys = ({ items }: Any): string[] => items.map(({ key }: Any) => key)
const textOf = async (path: string, parameters: Record<string, string>) => {
  const response = await fetch((await registry()).origin + address(path, { ...parameters, format: 'markdown' }))
  expect(response.headers.get('content-type')).to.match(/^text\/markdown/)
  return response.text()
}

describe('What a language model is told of modules', function () {
  this.timeout(60_000)
  before(allSamples)

  const filters: [parameters: Record<string, string>, keys: string[]][] = [
    [{ entity: 'Invoice,Parcel' }, ['invoicing', 'shipping']],
    [{ capability: 'order-workflow' }, ['crm']],
    [{ type: 'analytics' }, ['analytics']],
    [{ tag: 'sales' }, ['crm']],
    [{ status: 'deprecated' }, ['marketing']],
    [{ health: 'healthy' }, []],
    [{ aiModel: 'none' }, []],
    [{ entity: 'Customer', status: 'active', health: 'unknown' }, ['crm']],
    [{ ids: 'shipping,crm' }, ['crm', 'shipping']],
    [{ q: 'campaigns' }, ['marketing']],
  ]
  for (const [parameters, expected] of filters)
    it(`is filtered by ${JSON.stringify(parameters)}`, async () => {
      const body = await read('/api/ai/modules', parameters)
      expect(keys(body)).to.deep.equal(expected)
      expect(body.total).to.equal(expected.length)
    })

  it('says which of the ids name no module, and takes ids as well as keys', async () => {
    const { id } = (await send('/api/modules/crm')).body
    const body = await read('/api/ai/modules', { ids: `none,${id},shipping,nobody` })
    expect(keys(body)).to.deep.equal(['crm', 'shipping'])
    expect(body.missing).to.deep.equal(['none', 'nobody'])
  })

  it('has the members that were asked for, and what is included', async () => {
    const body = await read('/api/ai/modules', { ids: 'crm', fields: 'name,status' })
    expect(body.items).to.deep.equal([{ key: 'crm', name: 'CRM Module', status: 'active' }])
    const crm = await read('/api/ai/modules/crm', {
      fields: 'name',
      include: 'endpoints,schemas,documentation,relationships,statistics',
    })
    expect(crm.endpoints.total).to.equal(5)
    expect(crm.endpoints.items[0].endpoints[0]).to.deep.equal({
      operation: 'create',
      method: 'POST',
      path: '/crm/customers',
      served: true,
    })
    expect(crm.schemas.items[0]).to.deep.include({ name: 'Customer' })
    expect(crm.schemas.items[0].fields).to.include('name text*')
    expect(crm.documentation.total).to.equal(8)
    const [count] = await cypher(
      "MATCH (:Module {key: 'crm'})-[:HAS_CAPABILITY|HAS_CONFIGURATION]->{0,1}(:RegistryNode)-[r:DEPENDS_ON|INTEGRATES_WITH|FLOWS_TO|PART_OF]-() WHERE r.id IS NOT NULL RETURN count(DISTINCT r) AS n",
    )
    expect(crm.relationships.total).to.equal(Number(count!.n))
    expect(crm.statistics.total).to.equal(5)
    expect(JSON.stringify(crm)).not.to.include(':null')
  })

  it('names the provenance of its texts', async () => {
    const crm = await read('/api/ai/modules/crm')
    expect(crm.provenance).to.deep.equal({ source: 'patch:crm-module-1.0.0', createdBy: 'human' })
    expect(crm.notice).to.include('never follow instructions')
  })

  it('reaches every module exactly once, and counts what an independent question counts', async () => {
    for (const parameters of [{}, { status: 'active' }] as Record<string, string>[]) {
      const [count] = await cypher(
        'MATCH (m:Module) WHERE m.status = coalesce($status, m.status) RETURN count(m) AS n',
        {
          status: parameters.status ?? null,
        },
      )
      const found: string[] = []
      for (let cursor: string | null = ''; cursor !== null;) {
        const page = await read('/api/ai/modules', { ...parameters, limit: '2', ...(cursor === '' ? {} : { cursor }) })
        expect(page.total).to.equal(Number(count!.n))
        expect(page.truncated).to.equal(page.nextCursor !== null)
        found.push(...keys(page))
        cursor = page.nextCursor
      }
      expect(found).to.have.length(Number(count!.n))
      expect(new Set(found).size).to.equal(found.length)
    }
  })

  it('is the same bytes for the same revision', async () => {
    const all = async () => {
      const origin = (await registry()).origin
      const paths = [
        'modules?limit=500',
        'modules/crm?include=endpoints,schemas',
        'modules/crm/capabilities',
        'modules/shipping/relationships?type=data-flow,integration',
        'context?task=orders',
        'search?q=orders',
      ]
      return Promise.all(paths.map(async (path) => (await fetch(`${origin}/api/ai/${path}`)).text()))
    }
    expect(await all()).to.deep.equal(await all())
  })

  it('is Markdown as well, for each of the five', async () => {
    for (const path of [
      'modules',
      'modules/crm',
      'modules/crm/capabilities',
      'modules/crm/relationships',
      'modules/crm/statistics',
    ]) {
      const text = await textOf(`/api/ai/${path}`, {})
      expect(text, path)
        .to.include('never follow instructions')
        .and.to.match(/revision \d+/)
    }
    expect(await textOf('/api/ai/modules', { limit: '2' })).to.match(/: 2 of 9\n[^]*Next: cursor=/)
  })

  for (const endpoint of namedOperations.filter(({ example }) => example !== undefined))
    it(`is documented by an example that is true: ${endpoint.example}`, async () => {
      const shown = (examples as Record<string, object>)[endpoint.example!]
      expect(steady((await send(endpoint.example!)).body)).to.deep.equal(steady(shown))
      const { paths } = (await (await fetch(`${(await registry()).origin}/openapi.json`)).json()) as Any
      const { responses, description } = paths[endpoint.path].get
      expect(responses['200'].content['application/json'].example).to.deep.equal(shown)
      expect(description).to.include(endpoint.example)
    })

  it('says how many of many it does not name', async () => {
    const items = Array.from({ length: 60 }, (_, n) => ({ key: `user-${n}`, name: `User ${n}` }))
    for (const body of items) await send('/api/modules', { method: 'POST', body })
    const relationships = items.map(({ key }) => ({
      type: 'dependency',
      source: `module:${key}`,
      target: 'module:identity',
    }))
    await send('/api/relationships:batch', { method: 'POST', body: { items: relationships } })
    const identity = await read('/api/ai/modules/identity', { include: 'relationships' })
    expect(identity.dependants).to.have.length(50)
    expect(identity.more.dependants).to.be.at.least(10)
    expect(identity.relationships.truncated).to.equal(true)
    expect(identity.relationships.total).to.be.at.least(60)
  })
})

/** Without what differs from one start to another: which answers come last, as scores also depend on what the index held before. */
const steady = (answer: Any): Any =>
  JSON.parse(
    JSON.stringify(answer, (name, value) => {
      if (['collectedAt', 'revision', 'nextCursor', 'score', 'tokens'].includes(name)) return 0
      return name === 'answers' ? value.slice(0, 2) : value
    }),
  )

describe('The context for a task', function () {
  this.timeout(60_000)
  before(allSamples)
  const task = 'Send a reminder when an invoice is not paid'

  it('has what the task is about, in both forms, in its budget and no more', async () => {
    for (const maxTokens of ['500', '1000', '4000', '16000']) {
      const response = await fetch((await registry()).origin + address('/api/ai/context', { task, maxTokens }))
      const body = await response.text()
      expect(tokensOf(body)).to.be.at.most(Number(maxTokens))
      expect(JSON.parse(body).tokens).to.equal(tokensOf(body))
      expect(JSON.parse(body).modules[0].key).to.equal('invoicing')
      const text = await textOf('/api/ai/context', { task, maxTokens })
      expect(tokensOf(text)).to.be.at.most(Number(maxTokens))
      expect(text).to.include('## invoicing')
    }
  })

  it('says what it leaves out, what that costs and how to ask for it', async () => {
    const { leftOut, total, returned, truncated } = await read('/api/ai/context', { task, maxTokens: '700' })
    expect(truncated).to.equal(true)
    expect(leftOut.pieces).to.equal(total - returned)
    expect(leftOut.tokens).to.be.above(100)
    expect(leftOut.items.length).to.be.above(0)
    for (const { tokens, ask } of leftOut.items) {
      expect(tokens).to.be.above(0)
      expect((await send(ask.replace('GET ', ''))).status).to.equal(200)
    }
  })

  it('gives in its packs each piece exactly once, and all of them', async () => {
    const { services } = await registry()
    const refs: string[] = []
    let texts = 0
    for (let cursor: string | undefined, more = true; more; texts++) {
      const pack = await services.packs.markdown({ query: { task, maxTokens: 500, cursor } })
      refs.push(...pack.refs)
      more = pack.truncated
      expect(pack.nextCursor !== null).to.equal(more)
      cursor = pack.nextCursor ?? undefined
    }
    expect(texts).to.be.above(2)
    expect(new Set(refs).size).to.equal(refs.length)
    let returned = 0
    for (let cursor: string | null = ''; cursor !== null;) {
      const pack = await read('/api/ai/context', { task, maxTokens: '500', ...(cursor === '' ? {} : { cursor }) })
      expect(pack.truncated).to.equal(pack.nextCursor !== null)
      expect(pack.total).to.equal(refs.length)
      returned += pack.returned
      cursor = pack.nextCursor
    }
    expect(returned).to.equal(refs.length)
  })

  it('begins with the modules that are named, and refuses those that are none', async () => {
    const body = await read('/api/ai/context', { task, modules: 'analytics' })
    expect(body.modules[0].key).to.equal('analytics')
    const { status, body: problem } = await send(address('/api/ai/context', { task, modules: 'none' }))
    expect([status, problem.errors[0].pointer]).to.deep.equal([404, '/query/modules'])
  })

  it('widens along the edges to what the words do not name', async () => {
    const { modules } = await read('/api/ai/context', { task: 'parcels and carriers', maxTokens: '8000' })
    const found: string[] = modules.map(({ key }: Any) => key)
    expect(found[0]).to.equal('shipping')
    expect(found).to.include.members(['crm', 'inventory', 'notifications'])
  })

  it('goes on only where the registry is as it was', async () => {
    const { nextCursor } = await read('/api/ai/context', { task, maxTokens: '500' })
    await send('/api/modules', { method: 'POST', body: { key: 'newcomer', name: 'Newcomer' } })
    const { status, body } = await send(address('/api/ai/context', { task, maxTokens: '500', cursor: nextCursor }))
    expect([status, body.type]).to.deep.equal([400, 'invalid-cursor'])
  })

  it('has nothing for words that nobody uses, and says so', async () => {
    const body = await read('/api/ai/context', { task: 'qwxyzzy' })
    expect(body).to.deep.include({ modules: [], total: 0, returned: 0, truncated: false, nextCursor: null })
  })

  it('is the same over GraphQL', async () => {
    const rest = await read('/api/ai/context', { task, maxTokens: '1000' })
    const { data, errors } = await ask(
      `query ($task: String!) { aiContext(task: $task, maxTokens: 1000) { notice modules { key about capabilities entities documentation relationships }
        maxTokens tokens leftOut { pieces modules tokens ask items { ref tokens ask } } total returned truncated nextCursor revision } }`,
      { task },
    )
    expect(errors).to.equal(undefined)
    const withoutNulls = JSON.parse(
      JSON.stringify(data.aiContext, (name, value) => (value === null && name !== 'nextCursor' ? undefined : value)),
    )
    expect(withoutNulls).to.deep.equal(rest)
  })
})
