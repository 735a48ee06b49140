import { expect } from 'chai'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { registry } from '../support/database.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { createGraph } from '../../src/graph/graph.ts'
import { seed } from '../../src/authoring/seeding/seed.ts'

interface Answered {
  status: number
  body: string
}

/** A valid schema that takes some tenths of a second to judge. */
const slowSchema = {
  type: 'object',
  properties: Object.fromEntries(
    Array.from({ length: 150 }, (_, index) => [
      `field${index}`,
      { anyOf: Array.from({ length: 20 }, (_, kind) => ({ type: 'string', minLength: kind, maxLength: 500 - index })) },
    ]),
  ),
}

describe('A registry that is asked for too much', function () {
  this.timeout(120_000)
  let server: RunningServer
  before(async () => {
    const { neo4j, driver } = await registry()
    // No client waits, and a new database is slow.
    await seed(createGraph({ driver, deadline: 60_000 }), 'all')
    server = await startServer({
      NEO4J_URI: neo4j.uri,
      NEO4J_USER: neo4j.user,
      NEO4J_PASSWORD: neo4j.password,
      SEED: 'none',
      MONITOR_INTERVAL: '0',
      LOG_LEVEL: 'silent',
    })
  })
  after(() => server?.stop())

  const ask = async (path: string, body?: object, caller = 'local', origin = server.origin): Promise<Answered> => {
    const response = await fetch(origin + path, {
      method: body ? 'POST' : 'GET',
      headers: { 'x-actor': caller, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    })
    return { status: response.status, body: (await response.text()).replaceAll(/urn:[\w:-]+/g, 'urn') }
  }
  const aliases = `query ($schema: JSON!) { ${Array.from({ length: 30 }, (_, index) => `a${index}: validateConfiguration(input: {schema: $schema, values: {}}) { valid }`).join(' ')} }`
  const floods: Record<string, () => Promise<Answered>> = {
    'schemas over REST': () => ask('/api/configurations:validate', { schema: slowSchema, values: {} }, 'noisy'),
    'schemas over GraphQL': () => ask('/graphql', { query: aliases, variables: { schema: slowSchema } }, 'noisy'),
    diagrams: () => ask(`/api/graph?level=part&limit=${Math.ceil(Math.random() * 1_000) + 100}`, undefined, 'noisy'),
    'documents of all modules': () =>
      ask(`/api/openapi/modules.json?limit=${Math.ceil(Math.random() * 400)}`, undefined, 'noisy'),
    'previews with diagrams': () =>
      ask(
        '/api/patches:preview?diagrams=true',
        {
          version: '1.0',
          patchId: 'flood',
          timestamp: new Date().toISOString(),
          actor: 'human',
          scope: 'object',
          operation: 'add',
          target: { type: 'object', identifier: 'Thing' },
          module: { key: 'flood' },
          payload: { fields: Array.from({ length: 100 }, (_, index) => ({ name: `field${index}`, type: 'text' })) },
        },
        'noisy',
      ),
  }

  for (const [what, one] of Object.entries(floods))
    it(`answers others while it is flooded with ${what}`, async () => {
      let pending = 60
      const flood = Array.from({ length: pending }, () => one().finally(() => pending--))
      await sleep(100)
      expect((await ask('/livez')).status).to.equal(200)
      expect((await ask('/api/modules/crm', undefined, 'somebody else')).status).to.equal(200)
      const made = await ask('/api/modules', { key: `made-meanwhile-${what.length}`, name: 'Made meanwhile' }, 'editor')
      expect(made.status).to.equal(201)
      const configuration = {
        key: `meanwhile-${what.length}`,
        configType: 'usage',
        schema: { type: 'object' },
        values: { a: 1 },
      }
      expect((await ask('/api/modules/crm/configurations', configuration, 'editor')).status).to.equal(201)
      expect(pending).to.be.greaterThan(0)
      for (const { status, body } of await Promise.all(flood)) expect(status, body).to.be.oneOf([200, 503])
    })

  it('refuses what cannot wait, at once and with when to retry', async () => {
    const answers = await Promise.all(
      Array.from({ length: 400 }, (_, index) => fetch(`${server.origin}/api/graph?level=part&limit=${index + 1}`)),
    )
    const refused = answers.filter(({ status }) => status === 503)
    expect(refused.map(({ headers }) => headers.get('retry-after'))).to.include('1')
    const details = await Promise.all(refused.map(async (one) => ((await one.json()) as { detail: string }).detail))
    expect(details).to.include('too many large questions are waiting')
    for (const { body, bodyUsed } of answers) if (!bodyUsed) await body?.cancel()
    const metrics = (await ask('/metrics')).body
    expect(metrics).to.match(/^registry_requests_refused\{load="heavy"\} [1-9]/m)
    expect(metrics).to.match(/^registry_requests_waiting\{load="read"\} \d/m)
    expect(metrics).to.match(/^registry_event_loop_delay_seconds 0/m)
  })

  it('answers in threads what one process would answer itself, problems included', async () => {
    const { origin } = await registry()
    const paths = [
      '/api/graph',
      '/api/graph?focus=crm&depth=2&level=part',
      '/api/graph?focus=nobody',
      '/api/graph?format=svg',
      '/api/graph/cycles',
      '/api/graph/order?limit=3',
      '/api/graph/path?from=shipping&to=crm',
      '/api/graph/impact?of=crm&field=nothing',
      '/api/modules/crm/impact',
      '/api/modules/nobody/impact',
      '/api/modules/crm/openapi.json',
      '/api/modules/crm/docs.md',
      '/api/documentation-scores',
      '/api/ai/context?task=ship%20an%20order&maxTokens=2000',
      '/llms.txt',
    ]
    const here = (text: string) => text.replaceAll(server.origin, origin)
    for (const path of paths) {
      const [threads, process] = await Promise.all([ask(path), ask(path, undefined, 'local', origin)])
      expect({ ...threads, body: here(threads.body) }, path).to.deep.equal(process)
    }
    const query = { query: '{ graph(focus: "crm") { nodes { id x } } impact(of: "nobody") { total } }' }
    expect(await ask('/graphql', query)).to.deep.equal(await ask('/graphql', query, 'local', origin))
    const call = (name: string, given: object) => ['tools/call', { name, arguments: given }] as const
    const asked: (readonly [method: string, params: object])[] = [
      call('get_context', { task: 'ship an order', maxTokens: 2_000 }),
      call('get_docs', { module: 'crm', maxTokens: 500 }),
      call('get_impact', { of: 'crm' }),
      call('get_neighbourhood', { module: 'nobody' }),
      call('find_path', { from: 'shipping', to: 'crm', maxDepth: 0 }),
      ['resources/read', { uri: 'registry://docs/crm' }],
      ['resources/read', { uri: 'registry://docs/nobody' }],
      ['prompts/get', { name: 'design_new_module', arguments: { wish: 'Remind of invoices' } }],
      ['prompts/get', { name: 'change_module_safely', arguments: { module: 'nobody', change: 'Anything' } }],
    ]
    for (const [method, params] of asked) {
      const body = { jsonrpc: '2.0', id: 1, method, params }
      const [threads, process] = await Promise.all([ask('/mcp', body), ask('/mcp', body, 'local', origin)])
      expect({ ...threads, body: here(threads.body) }, JSON.stringify(params)).to.deep.equal(process)
      expect(threads.body).to.contain(
        JSON.stringify(params).includes('nobody') && method !== 'tools/call' ? '"error"' : '"result"',
      )
    }
  })

  it('waits neither for half a head nor for a body that trickles', async () => {
    const { hostname, port } = new URL(server.origin)
    const ended = (head: string, piece: string) =>
      new Promise<string>((resolve) => {
        let text = ''
        const socket = connect(Number(port), hostname, () => socket.write(head))
        const trickle = setInterval(() => socket.write(piece), 500)
        socket.on('data', (data) => (text += data.toString())).on('error', () => {})
        socket.on('close', () => (clearInterval(trickle), resolve(text)))
      })
    const head = 'POST /api/modules HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
    const [half, trickled] = await Promise.all([
      ended(`${head}X-`, 'a'),
      ended(`${head}Content-Length: 100000\r\n\r\n`, ' '),
    ])
    expect([half, trickled]).to.satisfy((answers: string[]) => answers.every((one) => /^(HTTP\/1.1 408|$)/.test(one)))
  })

  it('is not ready as soon as it is stopped, and finishes what it has begun', async () => {
    const { neo4j } = await registry()
    const stopped = await startServer({
      NEO4J_URI: neo4j.uri,
      NEO4J_USER: neo4j.user,
      NEO4J_PASSWORD: neo4j.password,
      SEED: 'none',
      MONITOR_INTERVAL: '1',
    })
    const listening = fetch(`${stopped.origin}/api/events`).then((response) => response.text())
    await ask('/api/modules/crm', undefined, 'local', stopped.origin)
    const writes = Array.from({ length: 40 }, (_, index) =>
      ask('/api/modules', { key: `last-minute-${index}`, name: 'Last minute' }, `editor ${index}`, stopped.origin),
    )
    await writes[0]
    stopped.process.kill('SIGTERM')
    await stopped.says(/Stopping/)
    const ready = await ask('/readyz', undefined, 'local', stopped.origin).catch(() => ({ status: 0, body: '' }))
    expect(ready.status).to.be.oneOf([0, 503])
    const written = await Promise.allSettled(writes)
    expect(written.map((one) => (one.status === 'fulfilled' ? one.value.status : String(one.reason)))).to.deep.equal(
      Array.from({ length: 40 }, () => 201),
    )
    await listening
    expect((await stopped.ended).code).to.equal(0)
  })
})
