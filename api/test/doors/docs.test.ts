import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ask, send } from '../support/client.ts'
import { allSamples, registry } from '../support/database.ts'
import { mcp } from '../support/mcp-client.ts'

const crm = '/api/modules/crm'
const list = `${crm}/configurations`
const anyRevision = { 'if-match': '*' }
const post = (path: string, body: object) => send(path, { method: 'POST', body })
const read = async (path: string) => {
  const response = await fetch((await registry()).origin + path)
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}
const docs = async (module: string, section = '') =>
  (await read(`/api/modules/${module}/docs.md${section && `?section=${section}`}`)).text
const patch = (id: string, more: object) => ({
  version: '1.0',
  patchId: id,
  timestamp: '2026-01-05T09:00:00Z',
  actor: 'human',
  scope: 'object',
  operation: 'update',
  target: { type: 'module', identifier: 'crm' },
  payload: {},
  module: { key: 'crm' },
  ...more,
})
const samplesOf = (markdown: string) => [...markdown.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((match) => match[1]!)

/** Runs samples as a person would who pastes them, and tells which of them have failed. */
async function failing(samples: string[]): Promise<string[]> {
  const script = samples.map((sample, at) => `( set -e\n${sample}\n) >&2 && echo ${at}`).join('\n')
  const { stdout } = await promisify(execFile)('sh', ['-c', `${script}\ntrue`], { maxBuffer: 1e8 })
  const done = new Set(stdout.split('\n'))
  return samples.filter((_, at) => !done.has(String(at)))
}

describe('The documentation of a module', function () {
  this.timeout(180_000)
  before(allSamples)

  it('has what people wrote, and around it what the graph knows, whole or by section', async () => {
    const { status, type, text } = await read(`${crm}/docs.md`)
    expect([status, type]).to.deep.equal([200, 'text/markdown; charset=utf-8'])
    const headings = [...text.matchAll(/^#{1,2} (.*)$/gm)].map((match) => match[1])
    expect(headings).to.deep.equal([
      'CRM Module',
      'Purpose',
      'Getting started',
      'Recipes',
      'Limits',
      'Configuration',
      'API',
      'Relationships',
      'Status',
      'Completeness of this documentation',
    ])
    expect(text).to.include('[Invoicing](/api/modules/invoicing/docs.md) does')
    expect(text).to.include('| `create` | `POST /crm/customers` |')
    const some = await docs('crm', 'limits,api')
    expect([...some.matchAll(/^## (.*)$/gm)].map((match) => match[1])).to.deep.equal(['Limits', 'API'])
    const wrong = await send(`${crm}/docs.md?section=recipe`)
    expect([wrong.status, wrong.body.errors[0].pointer]).to.deep.equal([400, '/query/section/0'])
    expect((await send('/api/modules/nobody/docs.md')).status).to.equal(404)
  })

  it('calls the registry what the reader calls it, in Markdown, on the page and to an agent', async () => {
    const { origin } = await registry()
    const byName = origin.replace('127.0.0.1', 'localhost')
    for (const base of [origin, byName]) {
      const markdown = await (await fetch(`${base}${crm}/docs.md`)).text()
      expect(markdown).to.include(`curl -f '${base}/crm/orders?limit=2'`)
      expect(markdown.replaceAll(base, '')).not.to.match(/https?:\/\/(localhost|127)/)
      expect(await (await fetch(`${base}/docs/modules/crm`)).text()).to.include(`${base}/crm/orders?limit=2`)
    }
    const client = await mcp()
    const { content } = await client.callTool({ name: 'get_docs', arguments: { module: 'crm', section: ['api'] } })
    expect(JSON.stringify(content)).to.include(`${origin}/crm/orders?limit=2`)
    await client.close()
  })

  it('shows calls that work as they stand, of all hosted modules', async () => {
    const { body } = await send('/api/modules?limit=50')
    const all = await Promise.all((body.items as { key: string }[]).map(async ({ key }) => samplesOf(await docs(key))))
    let left = all.flat()
    expect(left).to.have.length.above(30)
    // A record that names another can only be made when there is one.
    for (let before = Infinity; left.length > 0 && left.length < before;) {
      before = left.length
      left = await failing(left)
    }
    expect(left).to.deep.equal([])
  })

  it('leads nowhere that does not exist, in all sample modules and in the list for language models', async () => {
    const { text } = await read('/llms.txt')
    const linksIn = (markdown: string) => [...markdown.matchAll(/\]\((\/[^)\s]+)\)/g)].map((match) => match[1]!)
    const listed = linksIn(text)
    expect(listed.filter((link) => link.endsWith('/docs.md'))).to.have.length(9)
    const found = new Set(listed)
    for (const link of listed.filter((link) => link.endsWith('/docs.md')))
      for (const inside of linksIn((await read(link)).text)) found.add(inside)
    for (const link of found) if (link !== '/mcp') expect((await read(link)).status, link).to.equal(200)
    const { body } = await send('/api/documentation-scores')
    expect(body.items.flatMap(({ brokenLinks }: { brokenLinks: object[] }) => brokenLinks)).to.deep.equal([])
  })

  it('follows a patch on the next read: OpenAPI, Markdown and relationships, of both ends', async () => {
    const before = await docs('inventory', 'relationships')
    const change = patch('crm-docs-1', {
      objects: { Customer: { fields: [{ name: 'shoeSize', type: 'integer', description: 'European' }] } },
      dependsOn: [{ module: 'identity', operations: ['user-crud.read'], fields: ['email'], description: 'Who sells' }],
    })
    expect((await post('/api/patches?confirm=true', change)).status).to.equal(201)
    const { body } = await send(`${crm}/openapi.json`)
    expect(body.components.schemas['crm.Customer'].properties).to.have.property('shoeSize')
    const text = await docs('crm')
    expect(text)
      .to.include('| `shoeSize` | integer | | | European |')
      .and.to.match(/"shoeSize":1/)
    const row = /\| CRM Module \| depends on \| .*Identity.*`user-crud.read` \| `email` \| medium \| Who sells \|/
    expect(text).to.match(row)
    expect(await docs('identity', 'relationships')).to.match(/\[CRM Module\].* \| depends on \| Identity \|.*Who sells/)
    expect(await docs('inventory', 'relationships')).to.equal(before.replace(/revision \d+/, (await revision()).text))
    const away = patch('crm-docs-2', { operation: 'remove', dependsOn: ['identity'] })
    expect((await post('/api/patches?confirm=true', away)).status).to.equal(201)
    expect(await docs('crm', 'relationships')).not.to.include('Who sells')
  })
  const revision = async () => ({ text: `revision ${(await send('/api/modules?limit=1')).body.revision}` })

  it('draws its relationships and keeps the notes of people between what is generated', async () => {
    const notes = { key: 'neighbours', configType: 'relationship', documentation: '# Why\n\nAsk *sales* before.' }
    expect((await post(list, notes)).status).to.equal(201)
    const text = await docs('crm', 'relationships')
    expect(text)
      .to.match(/^```mermaid\nflowchart LR\n/m)
      .and.to.include('#### Why\n\nAsk *sales* before.')
    expect(
      (await post('/api/relationships', { type: 'integration', source: 'module:crm', target: 'module:identity' }))
        .status,
    ).to.equal(201)
    const after = await docs('crm', 'relationships')
    expect(after)
      .to.include('Ask *sales* before.')
      .and.to.match(/integrates with \| \[Identity\]/)
  })

  it('tells of secrets that they are set, and nothing else', async () => {
    const schema = {
      properties: {
        host: { type: 'string', default: 'localhost', description: 'Where mail goes' },
        token: { type: 'string', writeOnly: true, default: 'preset-secret' },
        servers: { type: 'array', items: { properties: { password: { writeOnly: true } } } },
      },
      required: ['token'],
    }
    const values = { token: 'very-secret', servers: [{ password: 'very-secret', port: 1 }] }
    expect((await post(list, { key: 'mail', configType: 'api', schema, values })).status).to.equal(201)
    const text = await docs('crm', 'configuration')
    expect(text).to.include('| `host` | string | `"localhost"` | | Where mail goes |')
    expect(text).to.include('| `token` | string, required | | set | Secret. |')
    expect(text).to.include('`[{"password":"secret","port":1}]`')
    expect(text).not.to.match(/very-secret|preset-secret|\$sealed/)
  })

  it('says what is missing, what is old and which links lead nowhere, over REST, GraphQL and in itself', async () => {
    await send(`${list}/recipes`, {
      method: 'PATCH',
      body: { documentation: 'See\n[no one](module:nobody).' },
      headers: anyRevision,
    })
    await send(`${list}/limits`, { method: 'DELETE', headers: anyRevision })
    const { body } = await send(`${crm}/documentation-score`)
    expect(body.missing).to.deep.include({ ref: 'configuration:crm/limits', what: 'usage: limits' })
    expect(body.brokenLinks).to.deep.equal([
      {
        ref: 'configuration:crm/recipes',
        line: 2,
        column: 1,
        url: 'module:nobody',
        reason: 'there is no module nobody',
      },
    ])
    // The entity has got a field since; the recipes were written after it.
    expect(body.stale.map(({ section }: { section: string }) => section)).to.deep.equal(['purpose', 'getting-started'])
    expect(body).to.include({ freshness: 33 })
    const { data } = await ask(
      '{ documentationScore(id: "crm") { module score completeness freshness missing { ref what } missingTotal stale { section changed } brokenLinks { line url } } documentationScores(limit: 2) { total returned truncated items { module score } } moduleDocs(id: "crm", section: ["recipes"]) }',
    )
    expect(data.documentationScore).to.deep.include({ score: body.score, missing: body.missing })
    expect(data.documentationScores).to.deep.include({ total: 9, returned: 2, truncated: true })
    expect(data.moduleDocs).to.include('See').and.not.to.include('module:nobody')
    const text = await docs('crm', 'completeness')
    expect(text).to.include(`Score ${body.score} of 100`)
    expect(text).to.match(/`module:nobody` \| `configuration:crm\/recipes` \| 2:1 \|/)
    expect(text).to.match(/\| usage: limits \| `configuration:crm\/limits` \|/)
  })

  it('is found by its words', async () => {
    const documentation = 'Zwiebelkuchen is baked on Thursdays.'
    await send(`${list}/purpose`, { method: 'PATCH', body: { documentation }, headers: anyRevision })
    const { body } = await send('/api/ai/search?q=zwiebelkuchen')
    expect(body.items[0].ref).to.equal('configuration:crm/purpose')
    const { text } = await read('/api/ai/context?task=Zwiebelkuchen&maxTokens=2000&format=markdown')
    expect(text).to.include('Zwiebelkuchen')
  })

  it('is proposed by agents and waits for a person', async () => {
    const usage = { purpose: 'Written by an agent.', limits: 'None that it knows of.' }
    const document = patch('crm-docs-3', { actor: 'ai', usage })
    const before = await docs('crm', 'purpose')
    const refused = await post('/api/patches', document)
    expect([refused.status, refused.body.type]).to.deep.equal([409, 'confirmation-required'])
    expect(JSON.stringify(refused.body)).to.include('/usage/purpose')
    const by = (actor: string) => ({ 'x-actor': actor, ...anyRevision })
    const draft = await send('/api/ai-modules', {
      method: 'POST',
      body: { document, model: 'some-model' },
      headers: by('agent'),
    })
    const move = async (name: string, actor: string, body?: object) => {
      const moved = await send(`/api/ai-modules/${draft.body.id}:${name}`, { method: 'POST', body, headers: by(actor) })
      return moved.status
    }
    expect(await move('test', 'agent')).to.equal(200)
    expect(await move('submit', 'agent')).to.equal(200)
    expect(await move('review', 'agent', { decision: 'approve' })).to.equal(409)
    expect(await docs('crm', 'purpose')).to.equal(before.replace(/revision \d+/, (await revision()).text))
    expect(await move('review', 'ada', { decision: 'approve' })).to.equal(200)
    expect(await move('publish', 'ada')).to.equal(200)
    expect(await docs('crm', 'purpose,limits'))
      .to.include('Written by an agent.')
      .and.to.include('None that it knows of.')
    expect((await send(`${list}/purpose`)).body).to.include({ configType: 'usage', documentation: usage.purpose })
  })

  it('is bounded, and says what it left out', async () => {
    const fields = Array.from({ length: 200 }, (_, n) => ({
      name: `f${n}`,
      type: 'text',
      description: 'long '.repeat(100),
    }))
    const objects = Object.fromEntries(
      Array.from({ length: 60 }, (_, n) => [`Thing${n}`, { fields: fields.slice(0, n === 0 ? 200 : 20) }]),
    )
    const wide = {
      ...patch('wide-1', { objects, operation: 'add' }),
      module: { key: 'wide' },
      target: { type: 'module', identifier: 'wide' },
    }
    expect((await post('/api/patches', wide)).status).to.equal(201)
    for (let n = 0; n < 7; n++) {
      const documentation = 'A word and another. '.repeat(1_000).slice(0, 20_000)
      await post('/api/modules/wide/configurations', { key: `guide-${n}`, configType: 'usage', documentation })
    }
    const text = await docs('wide')
    expect(text.length).to.be.below(600_000)
    expect(text).to.match(/20000 characters are written about it, too long to be shown here/)
    expect(text).to.include('And 103 more fields.')
    expect(text).to.match(/\d+ more are not shown|guide-6/)
  })
})
