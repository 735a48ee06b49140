import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { Client } from '@modelcontextprotocol/client'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import pino from 'pino'
import { roles } from '../../src/kernel/operation.ts'
import { mcpServer, toolsFor } from '../../src/doors/mcp/server.ts'
import { InMemoryTransport } from '@modelcontextprotocol/server'
import { send } from '../support/client.ts'
import { allSamples, checksum, cypher, registry } from '../support/database.ts'
import { document } from '../support/drafts.ts'
import { call, closeClients, mcp, tokensOf } from '../support/mcp-client.ts'
import { scale } from '../support/scale.ts'
import { clone } from '../support/server.ts'

const names = [
  'search_modules',
  'get_module',
  'find_capability',
  'get_neighbourhood',
  'get_impact',
  'find_path',
  'get_context',
  'get_docs',
  'run_query',
  'propose_patch',
]
/** Arguments with which each answers well. */
const usual: Record<string, object> = {
  search_modules: { q: 'orders of customers' },
  get_module: { module: 'crm' },
  find_capability: { q: 'who can create an invoice?' },
  get_neighbourhood: { module: 'crm' },
  get_impact: { of: 'crm' },
  find_path: { from: 'support-desk', to: 'crm' },
  get_context: { task: 'Remind customers of invoices that are overdue' },
  get_docs: { module: 'crm' },
  run_query: { name: 'analysis/hubs', parameters: { limit: 3 } },
  propose_patch: { document: document(), prompt: 'A desk for tickets' },
}

describe('MCP', function () {
  this.timeout(120_000)
  before(allSamples)
  after(closeClients)

  it('has the ten tools, whose definitions cost less than 4,000 tokens', async () => {
    const { tools } = await (await mcp()).listTools()
    expect(tools.map(({ name }) => name)).to.have.members(names)
    expect(tokensOf(tools)).to.be.below(4_000)
    const writing = tools.filter(({ annotations }) => annotations?.readOnlyHint !== true)
    expect(writing.map(({ name }) => name)).to.deep.equal(['propose_patch'])
    for (const { annotations } of tools) expect(annotations).to.deep.include({ destructiveHint: false })
  })

  for (const name of names)
    it(`answers ${name} in the shape that it announces, in less than 4,000 tokens`, async () => {
      const client = await mcp()
      const { outputSchema } = (await client.listTools()).tools.find((tool) => tool.name === name)!
      const { isError, answer, text, tokens } = await call(client, name, usual[name])
      expect(isError, text).to.equal(false)
      const fits = new Ajv2020({ strict: false }).compile(outputSchema!)
      expect(fits(answer), JSON.stringify(fits.errors)).to.equal(true)
      expect(JSON.parse(text)).to.deep.equal(answer)
      expect(tokens).to.be.below(4_000)
    })

  it('speaks the revision of the protocol before this one as well', async () => {
    for (const mode of ['legacy', 'auto'] as const) {
      const client = await mcp(undefined, { versionNegotiation: { mode } })
      expect((await call(client, 'get_module', { module: 'crm' })).answer).to.include({ key: 'crm' })
    }
  })

  it('lists to a key of each role what it may call, and refuses the rest', async () => {
    const listed = Object.fromEntries(roles.map((role) => [role, toolsFor(role).map(({ name }) => name)]))
    expect(listed.public).to.deep.equal([])
    expect(listed.viewer).to.have.members(names.filter((name) => !['run_query', 'propose_patch'].includes(name)))
    expect(listed.analyst).to.have.members(names.filter((name) => name !== 'propose_patch'))
    expect(listed.editor).to.have.members(names)
    const { services } = await registry()
    const [near, far] = InMemoryTransport.createLinkedPair()
    await mcpServer(services, { role: 'viewer', actor: 'x', baseUrl: '' }, pino({ level: 'silent' }), '1').connect(far)
    const client = new Client({ name: 'viewer', version: '1' })
    await client.connect(near)
    expect((await client.listTools()).tools.map(({ name }) => name)).to.deep.equal(listed.viewer)
    const refused = await client.callTool({ name: 'propose_patch', arguments: { document: document() } }).then(
      () => 'answered',
      (error: Error) => error.message,
    )
    expect(refused).to.include('there is no tool propose_patch')
    await client.close()
  })

  it('answers errors with what to do instead', async () => {
    const client = await mcp()
    const wrong: [name: string, args: object, type: string, instead: RegExp, pointer?: string][] = [
      ['get_module', { module: 'none' }, 'not-found', /search_modules/, '/arguments/module'],
      ['get_neighbourhood', { module: 'none' }, 'not-found', /search_modules/, '/arguments/module'],
      ['get_context', { task: 'x', modules: ['none'] }, 'not-found', /search_modules/, '/arguments/modules'],
      ['get_impact', { of: 'none' }, 'not-found', /search_modules/, '/arguments/of'],
      ['get_module', { modul: 'crm' }, 'invalid-request', /arguments/, '/arguments/module'],
      ['search_modules', { q: '' }, 'invalid-request', /arguments/, '/arguments/q'],
      ['search_modules', { q: 'x', cursor: 'x' }, 'invalid-cursor', /without cursor/, '/arguments/cursor'],
      ['get_impact', { of: 'x', maxDepth: 0 }, 'invalid-request', /arguments/, '/arguments/maxDepth'],
      ['find_path', { from: 'crm', to: 'none' }, 'not-found', /search_modules/, '/arguments/to'],
      ['run_query', { name: 'modules/save', parameters: {} }, 'not-found', /search_modules|queries/],
      [
        'run_query',
        { name: 'analysis/hubs', parameters: { limt: 1 } },
        'invalid-request',
        /arguments/,
        '/arguments/parameters/limt',
      ],
      [
        'propose_patch',
        { document: { version: '1.0' } },
        'invalid-patch',
        /patch-language/,
        '/arguments/document/scope',
      ],
    ]
    for (const [name, args, type, instead, pointer] of wrong) {
      const { isError, answer } = await call(client, name, args)
      expect({ isError, type: answer.type }, JSON.stringify(answer)).to.deep.equal({ isError: true, type })
      expect(answer.instead).to.match(instead)
      if (pointer !== undefined)
        expect(answer.errors.map((error: { pointer: string }) => error.pointer)).to.include(pointer)
      expect(JSON.stringify(answer)).not.to.match(/node_modules|MATCH \(|Neo\.|at Object/)
    }
  })

  it('gives pages that reach everything once, with the same counts as REST', async () => {
    const client = await mcp()
    const found: string[] = []
    for (let cursor: string | undefined; ;) {
      const { answer } = await call(client, 'search_modules', { q: 'orders', limit: 7, ...(cursor ? { cursor } : {}) })
      found.push(...answer.items.map(({ ref }: { ref: string }) => ref))
      if (answer.nextCursor === null) break
      cursor = answer.nextCursor
    }
    const { total } = (await send('/api/ai/search?q=orders')).body
    expect(new Set(found).size).to.equal(found.length).and.to.equal(total)
  })

  it('makes of a proposal a draft for a person, and of no other call a change', async () => {
    const client = await mcp(undefined, {}, { 'x-actor': 'planner' })
    const before = await checksum()
    const modules = (await send('/api/modules')).body
    for (const name of names.filter((name) => name !== 'propose_patch')) await call(client, name, usual[name])
    expect(await checksum()).to.deep.equal(before)
    const { answer } = await call(client, 'propose_patch', {
      document: document({ patchId: 'tickets-9', dependsOn: ['crm'] }),
      prompt: 'A desk',
      model: 'm',
      title: 'Desk',
    })
    expect(answer.preview.securityLevel).to.equal('L1')
    expect(answer.preview.changes.items).to.deep.include({ ref: 'module:tickets', kind: 'created' })
    const draft = (await send(`/api/ai-modules/${answer.draft.id}`)).body
    expect(draft).to.include({
      state: 'draft',
      author: 'planner',
      model: 'm',
      prompt: 'A desk',
      title: 'Desk',
      reviewer: null,
    })
    expect((await send('/api/modules')).body.items).to.deep.equal(modules.items)
    const [last] = (await send('/api/revisions?limit=1')).body.items
    expect(last).to.include({ via: 'mcp', actor: 'planner', kind: 'draft.create' })
    // Not even its author can let it through: somebody else has to.
    for (const verb of ['test', 'submit'])
      await send(`/api/ai-modules/${draft.id}:${verb}`, { method: 'POST', headers: { 'x-actor': 'planner' } })
    const review = { method: 'POST', body: { decision: 'approve' }, headers: { 'x-actor': 'planner', 'if-match': '*' } }
    expect((await send(`/api/ai-modules/${draft.id}:review`, review)).status).to.be.oneOf([403, 409])
    expect((await send('/api/modules/tickets')).status).to.equal(404)
  })

  it('completes keys of modules where a resource or a prompt needs one', async () => {
    const client = await mcp()
    const completed = async (ref: Ref, name: string, value: string) =>
      (await client.complete({ ref, argument: { name, value } })).completion
    type Ref = { type: 'ref/resource'; uri: string } | { type: 'ref/prompt'; name: string }
    const module: Ref = { type: 'ref/resource', uri: 'registry://modules/{key}' }
    const docs: Ref = { type: 'ref/resource', uri: 'registry://docs/{key}' }
    const change: Ref = { type: 'ref/prompt', name: 'change_module_safely' }
    const all = await completed(module, 'key', '')
    expect(all.values).to.include.members(['crm', 'invoicing'])
    expect(all).to.include({ total: all.values.length, hasMore: false })
    for (const typed of ['c', 'cr', 'CRM', 'crm'])
      expect((await completed(docs, 'key', typed)).values[0], typed).to.equal('crm')
    // By its name, behind those that begin like it.
    expect((await completed(change, 'module', 'Mod')).values).to.include('crm')
    expect((await completed(change, 'module', 'none of these')).values).to.deep.equal([])
    expect(await completed(change, 'change', 'Add')).to.deep.equal({ values: [] })
    for (const [ref, name] of [
      [{ type: 'ref/prompt', name: 'none' }, 'module'],
      [{ type: 'ref/resource', uri: 'registry://none/{key}' }, 'key'],
      [module, 'module'],
    ] as const)
      expect(await completed(ref, name, 'c').catch((error: Error) => error.message)).to.match(/no argument/)
    await client.close()
  })

  it('has resources for modules and documents, and prompts for two tasks', async () => {
    const client = await mcp()
    const { resources } = await client.listResources()
    expect(resources.map(({ uri }) => uri)).to.include.members([
      'registry://patch-language',
      'registry://queries',
      'registry://modules/crm',
      'registry://docs/invoicing',
    ])
    expect(resources).to.have.length(2 + 2 * 9)
    for (const { uri } of resources) {
      const { contents } = await client.readResource({ uri })
      expect(tokensOf(contents), uri).to.be.below(20_000)
    }
    expect((await client.listResourceTemplates()).resourceTemplates).to.have.length(2)
    const missing = await client.readResource({ uri: 'registry://modules/none' }).catch((error: Error) => error)
    expect(missing).to.have.property('message').that.includes('no module none')
    expect(missing).to.have.nested.property('data.errors[0].pointer', '/uri')
    const noModule = { name: 'change_module_safely', arguments: { module: 'none', change: 'Drop the phone' } }
    const unknown = await client.getPrompt(noModule).catch((error: Error) => error)
    expect(unknown).to.have.nested.property('data.errors[0].pointer', '/arguments/module')
    const { prompts } = await client.listPrompts()
    expect(prompts.map(({ name }) => name)).to.deep.equal(['design_new_module', 'change_module_safely'])
    const design = await client.getPrompt({ name: 'design_new_module', arguments: { wish: 'Remind of invoices' } })
    const change = await client.getPrompt({
      name: 'change_module_safely',
      arguments: { module: 'crm', change: 'Drop the phone of customers' },
    })
    expect(JSON.stringify(design)).to.include('invoice-workflow').and.to.include('propose_patch')
    expect(JSON.stringify(change)).to.include('## crm').and.to.include('get_impact')
    for (const prompt of [design, change]) expect(tokensOf(prompt)).to.be.below(4_000)
  })

  it('takes what clients send: any Accept or none, and arguments as the text of their JSON, whole or one of them', async () => {
    const { origin } = await registry()
    const text = (value: unknown) => JSON.stringify(value)
    const calling = async (name: string, args: unknown, headers: Record<string, string> = {}) => {
      const response = await fetch(`${origin}/mcp`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: text({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } }),
      })
      const body = (await response.text()).replace(/^[^{]*/, '')
      return { status: response.status, body: JSON.parse(body) as { result?: any; error?: { code: number } } } // eslint-disable-line @typescript-eslint/no-explicit-any
    }
    const found = async (name: string, args: unknown, headers = {}) => {
      const { status, body } = await calling(name, args, headers)
      expect([status, body.error, body.result?.isError ?? false], text(body).slice(0, 300)).to.deep.equal([
        200,
        undefined,
        false,
      ])
      return body.result.structuredContent
    }
    for (const accept of ['*/*', 'text/html, */*;q=0.1', 'application/json, text/event-stream'])
      expect(await found('get_module', { module: 'crm' }, { accept })).to.include({ key: 'crm' })
    expect(await found('get_module', text({ module: 'crm', include: ['endpoints'] }))).to.include({ key: 'crm' })
    expect(await found('get_module', { module: 'crm', include: text(['endpoints', 'schemas']) })).to.include({
      key: 'crm',
    })
    expect(await found('run_query', { name: 'analysis/hubs', parameters: text({ limit: 3 }) })).to.have.property(
      'items',
    )
    expect(await found('search_modules', { q: '["orders"] {of} customers' })).to.have.property('items')
    const proposed = await found('propose_patch', {
      document: text(document({ patchId: 'as-text' })),
      prompt: 'A desk',
    })
    expect(JSON.stringify(proposed)).to.include('draft')
    for (const args of ['{"module": "crm"', '[1]', '"crm"', '{"module": "crm", "module": "crm"}', 7])
      expect((await calling('get_module', args)).body.error?.code, text(args)).to.equal(-32602)
    const { body } = await calling('get_module', { module: 'crm', include: '["endpoint"' })
    expect(body.result.isError).to.equal(true)
    expect(JSON.parse(body.result.content[0].text).errors[0].pointer).to.equal('/arguments/include')
  })

  it('refuses other hosts, pages of other origins, and what is no JSON', async () => {
    const { origin } = await registry()
    const post = (headers: Record<string, string>, body = '{"jsonrpc":"2.0","id":1,"method":"ping"}') =>
      fetch(`${origin}/mcp`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
        body,
      })
    expect((await post({ origin: 'https://evil.example' })).status).to.equal(403)
    expect((await post({ origin })).status).to.equal(200)
    for (const text of ['{', '', 'null,', '{"jsonrpc":"2.0","id":1,"method":"ping","method":"ping"}', '\ud800'])
      expect(await (await post({}, text)).json(), text)
        .to.deep.include({ jsonrpc: '2.0', id: null })
        .and.nested.include({ 'error.code': -32700 })
    const initialize = {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '1999-01-01', capabilities: {}, clientInfo: { name: 'x', version: '1' } },
    }
    const met = await (await post({}, JSON.stringify(initialize))).text()
    expect(met).to.match(/"protocolVersion":"20\d\d-/)
    expect((await post({ 'mcp-protocol-version': '1999-01-01' })).status).to.equal(400)
    expect((await post({}, '{"jsonrpc":"2.0","id":1,"method":"ping","method":"ping"}')).status).to.equal(400)
    expect((await post({}, JSON.stringify({ a: 'x'.repeat(2_000_000) }))).status).to.equal(413)
    expect((await fetch(`${origin}/mcp`)).status).to.equal(405)
    const { request } = await import('node:http')
    const status = await new Promise((resolve) =>
      request(`${origin}/mcp`, { method: 'POST', headers: { host: 'evil.example' } }, ({ statusCode }) =>
        resolve(statusCode),
      ).end(),
    )
    expect(status).to.equal(403)
  })

  it('stays below 20,000 tokens whatever modules have written', async () => {
    const long = 'Wörter über Wörter 客户订单 '.repeat(900).slice(0, 20_000)
    const operations = Array.from({ length: 200 }, (_, n) => `operation-${n}-${'x'.repeat(100)}`)
    await send('/api/modules', {
      method: 'POST',
      body: {
        key: 'huge',
        name: 'H'.repeat(500),
        description: long,
        tags: Array.from({ length: 50 }, (_, n) => `${n} ${'t'.repeat(60)}`),
      },
    })
    for (let n = 0; n < scale(5); n++)
      await send('/api/modules/huge/capabilities', {
        method: 'POST',
        body: {
          key: `huge-${n}`,
          type: 'action',
          description: long,
          operations,
          endpoints: operations.map((operation) => ({ operation, method: 'POST', path: `/huge/${operation}` })),
        },
      })
    const fields = Array.from({ length: 200 }, (_, n) => ({
      name: `field${n}${'y'.repeat(50)}`,
      type: 'text',
      description: 'long '.repeat(50),
    }))
    await send('/api/modules/huge/entities', { method: 'POST', body: { name: 'Huge', fields, description: long } })
    await send('/api/modules/huge/configurations', {
      method: 'POST',
      body: { key: 'guide', configType: 'usage', documentation: long },
    })
    const client = await mcp()
    const include = ['endpoints', 'schemas', 'documentation', 'relationships', 'statistics']
    const large: [name: string, args: object][] = [
      ['search_modules', { q: 'huge', limit: 100 }],
      ['get_module', { module: 'huge', include, limit: 100 }],
      ['find_capability', { module: 'huge', limit: 100 }],
      ['get_context', { task: 'huge', maxTokens: 9_000 }],
      ['get_docs', { module: 'huge', maxTokens: 8_000 }],
    ]
    for (const [name, args] of large) expect((await call(client, name, args)).tokens, name).to.be.below(20_000)
    const small: [name: string, args: object][] = [
      ['search_modules', { q: 'huge' }],
      ['get_context', { task: 'huge' }],
      ['get_docs', { module: 'huge' }],
    ]
    for (const [name, args] of small) expect((await call(client, name, args)).tokens, name).to.be.below(4_000)
    const { answer } = await call(client, 'get_docs', { module: 'huge' })
    let text = answer.text as string
    for (let cursor = answer.nextCursor as string | null; cursor !== null;) {
      const next = (await call(client, 'get_docs', { module: 'huge', cursor })).answer
      text += next.text
      cursor = next.nextCursor
    }
    expect(text).to.have.length(answer.total).and.to.include(long)
    await cypher("MATCH (n) WHERE n.ref CONTAINS ':huge' DETACH DELETE n")
  })

  it('runs on standard input and output, beside the registry, by the command of the README', async () => {
    const { neo4j } = await registry()
    const transport = new StdioClientTransport({
      command: 'npm',
      args: ['run', '--silent', 'registry', '--', 'mcp', '--actor', 'planner'],
      cwd: clone,
      env: {
        ...(process.env as Record<string, string>),
        NEO4J_URI: neo4j.uri,
        NEO4J_USER: neo4j.user,
        NEO4J_PASSWORD: neo4j.password,
      },
      stderr: 'pipe',
    })
    let complaints = ''
    transport.stderr!.on('data', (data: Buffer) => (complaints += data.toString()))
    const client = new Client({ name: 'test', version: '1' })
    await client.connect(transport, { timeout: 40_000 })
    try {
      expect((await client.listTools()).tools.map(({ name }) => name)).to.have.members(names)
      expect((await call(client, 'get_module', { module: 'crm' })).answer).to.include({ key: 'crm' })
      const asText = await client.callTool({ name: 'get_module', arguments: '{"module": "crm"}' as never })
      expect(asText.structuredContent).to.include({ key: 'crm' })
    } finally {
      await client.close()
    }
    expect(complaints).to.equal('')
  })
})
