import { expect } from 'chai'
import { namedOperations } from '../../src/contract.ts'
import type { Role } from '../../src/kernel/operation.ts'
import { roles } from '../../src/kernel/operation.ts'
import { ask, send } from '../support/client.ts'
import { anotherRegistry, cypher, onlyCrm, registry } from '../support/database.ts'
import { closeClients, mcp } from '../support/mcp-client.ts'
import { document } from '../support/drafts.ts'

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })

async function keyFor(name: string, role: Role, more: object = {}): Promise<{ id: string; key: string }> {
  const { status, body } = await send('/api/keys', { method: 'POST', body: { name, role, ...more } })
  expect(status, JSON.stringify(body)).to.equal(201)
  return body
}

describe('A key', function () {
  this.timeout(60_000)
  const keys = {} as Record<Exclude<Role, 'public'>, string>
  before(onlyCrm)
  before(async () => {
    for (const role of ['viewer', 'analyst', 'proposer', 'editor', 'admin'] as const)
      keys[role] = (await keyFor(`a ${role}`, role)).key
  })
  after(closeClients)

  it('may do in each operation what its role may, and is told which one is needed', async () => {
    for (const { method, path, role: needed } of namedOperations)
      for (const role of ['viewer', 'analyst', 'proposer', 'editor'] as const) {
        const { origin } = await registry()
        const address = path.replaceAll(/\{\w+\}/g, 'none')
        const mayNot = roles.indexOf(role) < roles.indexOf(needed)
        if (!mayNot && (method !== 'get' || path === '/api/events')) continue
        const answer = await fetch(origin + address, { method: method.toUpperCase(), headers: bearer(keys[role]) })
        const what = `${role}: ${method} ${address}`
        if (mayNot) {
          expect(answer.status, what).to.equal(403)
          expect(((await answer.json()) as { detail: string }).detail, what).to.include(`requires the role ${needed}`)
        } else expect(answer.status, what).not.to.be.oneOf([401, 403])
        await answer.body?.cancel().catch(() => {})
      }
  })

  it('may do as much over GraphQL', async () => {
    const input = 'input: { key: "new", name: "New" }'
    const types = async (query: string, key: string) =>
      (await ask(query, {}, bearer(key))).errors?.map(({ extensions }) => extensions.type as string)
    expect(await types('{ modules { total } }', keys.viewer)).to.equal(undefined)
    expect(await types(`mutation { createModule(${input}) { key } }`, keys.viewer)).to.deep.equal(['forbidden'])
    expect(await types(`mutation { createModule(${input}) { key } }`, keys.editor)).to.equal(undefined)
    expect(await types('{ apiKeys { total } }', keys.editor)).to.deep.equal(['forbidden'])
    expect(await types('{ apiKeys { total items { name role } } }', keys.admin)).to.equal(undefined)
    const { data } = await ask('{ caller { role name } }', {}, bearer(keys.analyst))
    expect(data.caller).to.deep.equal({ role: 'analyst', name: 'a analyst' })
  })

  it('is shown by MCP the tools that its role may call, and no others', async () => {
    const listed = async (key: string) => {
      const { tools } = await (await mcp(undefined, {}, bearer(key))).listTools()
      return tools.map(({ name }) => name)
    }
    expect(await listed(keys.viewer))
      .to.have.length(8)
      .and.not.to.include.members(['run_query'])
    expect(await listed(keys.analyst))
      .to.include('run_query')
      .and.not.to.include('propose_patch')
    expect(await listed(keys.proposer)).to.have.length(10)
    expect(await listed(keys.editor)).to.have.length(10)
    const refused = await (
      await mcp(undefined, {}, bearer(keys.viewer))
    )
      .callTool({ name: 'propose_patch', arguments: { document: document() } })
      .catch((error: Error) => error)
    expect(refused).to.be.instanceOf(Error)
  })

  it('removes by an undo, a document or GraphQL what it may delete, and nothing else', async () => {
    const as = (role: keyof typeof keys, method: string, path: string, body?: object) =>
      send(path, { method, body, headers: { ...bearer(keys[role]), 'if-match': '*' } })
    const last = async () => (await send('/api/revisions?limit=1')).body.items[0].number as number
    const crm = '/api/modules/crm'
    const made: [path: string, body: object][] = [
      ['/api/modules', { key: 'brief', name: 'Brief' }],
      [`${crm}/capabilities`, { key: 'brief', type: 'query' }],
      [`${crm}/entities`, { name: 'Brief', fields: [{ name: 'text', type: 'text' }] }],
      [`${crm}/endpoints`, { method: 'GET', path: '/crm/brief', description: 'Briefs' }],
      [`${crm}/configurations`, { key: 'brief', configType: 'usage' }],
      ['/api/relationships', { type: 'dependency', source: 'module:brief', target: 'module:crm' }],
    ]
    const numbers: number[] = []
    for (const [path, body] of made) {
      const answer = await as('editor', 'POST', path, body)
      expect(answer.status, JSON.stringify(answer.body)).to.equal(201)
      numbers.push(await last())
    }
    for (const [index, number] of numbers.toReversed().entries()) {
      const refused = await as('editor', 'POST', `/api/revisions/${number}:undo`)
      expect([refused.status, refused.body.type], made.at(-1 - index)![0]).to.deep.equal([403, 'forbidden'])
      expect(refused.body.detail).to.match(
        /^this removes \w+:.+, which requires the role admin; the key has the role editor$/,
      )
      const query = `mutation { undoRevision(number: ${number}) { revision } }`
      const { errors } = await ask(query, {}, bearer(keys.editor))
      expect(errors?.[0]?.extensions.type).to.equal('forbidden')
      expect((await as('admin', 'POST', `/api/revisions/${number}:undo`)).status).to.equal(200)
    }
    await as('editor', 'PATCH', crm, { name: 'Edited' })
    expect((await as('editor', 'POST', `/api/revisions/${await last()}:undo`)).status).to.equal(200)

    const of = (patchId: string, more: object) => ({
      version: '1.0',
      patchId,
      timestamp: '2026-01-05T09:00:00Z',
      actor: 'human',
      scope: 'object',
      payload: {},
      module: { key: 'crm' },
      ...more,
    })
    const away = of('away', { operation: 'remove', target: { type: 'object', identifier: 'OrderTracking' } })
    const before = await cypher('MATCH (n:Entity) RETURN n.ref AS ref ORDER BY ref')
    expect((await as('viewer', 'POST', '/api/patches:preview', away)).status).to.equal(200)
    expect((await as('editor', 'POST', '/api/patches?confirm=true', away)).body.type).to.equal('forbidden')
    expect(await cypher('MATCH (n:Entity) RETURN n.ref AS ref ORDER BY ref')).to.deep.equal(before)
    expect((await as('admin', 'POST', '/api/patches?confirm=true', away)).status).to.equal(201)
    expect((await as('editor', 'POST', '/api/patches/away:undo')).status).to.equal(200)
    const more = of('more', {
      operation: 'add',
      target: { type: 'object', identifier: 'Note' },
      payload: { fields: [{ name: 'text', type: 'text' }] },
    })
    expect((await as('editor', 'POST', '/api/patches?confirm=true', more)).status).to.equal(201)
    expect((await as('editor', 'POST', '/api/patches/more:undo')).body.type).to.equal('forbidden')
    expect((await as('admin', 'POST', '/api/patches/more:undo')).status).to.equal(200)
  })

  it('that only proposes writes drafts of its own, and skips no review', async () => {
    const as = (role: keyof typeof keys, method: string, path: string, body?: object) =>
      send(path, { method, body, headers: { ...bearer(keys[role]), 'if-match': '*' } })
    const given = { document: document({ patchId: 'proposed' }), title: 'Proposed' }
    const { id } = (await as('proposer', 'POST', '/api/ai-modules', given)).body
    const at = `/api/ai-modules/${id}`
    expect((await as('proposer', 'PUT', at, given)).status).to.equal(200)
    expect((await as('proposer', 'POST', `${at}:test`)).body.state).to.equal('tested')
    expect((await as('proposer', 'POST', `${at}:submit`)).body.state).to.equal('pending_review')
    const approval = { decision: 'approve', comment: '' }
    for (const [path, body] of [
      ['/api/patches?confirm=true', given.document],
      [`${at}:review`, approval],
      [`${at}:publish`, undefined],
      ['/api/modules', { key: 'own', name: 'Own' }],
      ['/api/revisions/1:undo', undefined],
    ] as const)
      expect((await as('proposer', 'POST', path, body)).status, path).to.equal(403)
    expect((await as('editor', 'POST', `${at}:review`, approval)).status).to.equal(200)
    const others = (await as('editor', 'POST', '/api/ai-modules', given)).body.id as string
    for (const [method, path, body] of [
      ['PUT', '', given],
      ['POST', ':test', undefined],
      ['DELETE', '', undefined],
    ] as const) {
      const answer = await as('proposer', method, `/api/ai-modules/${others}${path}`, body)
      expect([answer.status, answer.body.type], method).to.deep.equal([403, 'forbidden'])
    }
    expect((await as('proposer', 'DELETE', at)).status).to.be.oneOf([204, 409])
  })

  it('reads the records of hosted modules as a viewer, and writes them as an editor', async () => {
    const { origin } = await registry()
    const status = async (key: string, method = 'GET') =>
      (await fetch(`${origin}/crm/customers`, { method, headers: bearer(key) })).status
    expect(await status(keys.viewer)).to.equal(200)
    expect(await status(keys.analyst, 'POST')).to.equal(403)
    expect(await status(keys.editor, 'POST')).to.be.oneOf([400, 415, 422])
  })

  it('gives what is changed with it its name, whatever the sender says', async () => {
    const headers = { ...bearer(keys.editor), 'x-actor': 'somebody else' }
    await send('/api/modules', { method: 'POST', body: { key: 'mine', name: 'Mine' }, headers })
    expect((await send('/api/revisions?limit=1')).body.items[0]).to.include({ actor: 'a editor' })
    // So nobody approves their own draft by another name.
    const draft = await send('/api/ai-modules', {
      method: 'POST',
      body: { document: document({ patchId: 'own' }), title: 'Own' },
      headers,
    })
    expect(draft.body.author).to.equal('a editor')
  })

  it('is taken by another process at once, and no more within seconds of its deletion or after its day', async () => {
    const other = await anotherRegistry()
    const status = async (key: string, { origin } = other) =>
      (await fetch(`${origin}/api/modules`, { headers: bearer(key) })).status
    const { id, key } = await keyFor('passing', 'viewer')
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(await status(key)).to.equal(200)
    await send(`/api/keys/${id}`, { method: 'DELETE', headers: { 'if-match': '"1"' } })
    expect(await status(key, await registry())).to.equal(401)
    const deadline = Date.now() + 10_000
    while ((await status(key)) === 200 && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 200))
    expect(await status(key)).to.equal(401)
    const past = await keyFor('past', 'admin', { expiresAt: '2020-01-01T00:00:00Z' })
    expect(await status(past.key, await registry())).to.equal(401)
  })

  it('ends with its deletion, and on its day, all that is still answered to it', async () => {
    const { origin } = await registry()
    const listen = async (key: string) => {
      const graphql = {
        method: 'POST',
        headers: { ...bearer(key), accept: 'text/event-stream', 'content-type': 'application/json' },
        body: JSON.stringify({ query: 'subscription { changes { number } }' }),
      }
      const answers = [
        await fetch(`${origin}/api/events`, { headers: bearer(key) }),
        await fetch(`${origin}/graphql`, graphql),
      ]
      for (const { status, headers } of answers)
        expect([status, headers.get('content-type')]).to.satisfy(
          ([one, type]: [number, string]) => one === 200 && /event-stream/.test(type),
        )
      return answers.map((answer) =>
        answer.text().then(
          () => 'ended',
          () => 'ended',
        ),
      )
    }
    const { id, key } = await keyFor('listening', 'viewer')
    const soon = await keyFor('for a moment', 'viewer', { expiresAt: new Date(Date.now() + 3_000).toISOString() })
    const stays = await keyFor('staying', 'viewer')
    const staying = await listen(stays.key)
    const ended = [...(await listen(key)), ...(await listen(soon.key))]
    await send(`/api/keys/${id}`, { method: 'DELETE', headers: { 'if-match': '"1"' } })
    expect(await Promise.all(ended)).to.deep.equal(['ended', 'ended', 'ended', 'ended'])
    const still = Symbol('still')
    expect(await Promise.race([...staying, Promise.resolve(still)])).to.equal(still)
    await send(`/api/keys/${stays.id}`, { method: 'DELETE', headers: { 'if-match': '"1"' } })
    await Promise.all(staying)
  })

  it('is shown once, to who asks again with the same Idempotency-Key too, and kept nowhere', async () => {
    const asked = { method: 'POST', body: { name: 'once', role: 'viewer' }, headers: { 'idempotency-key': 'once' } }
    const { key } = (await send('/api/keys', asked)).body
    expect((await send('/api/keys', asked)).body.key).to.equal(key)
    const { items } = (await send('/api/keys')).body
    expect(JSON.stringify(items))
      .to.include('"once"')
      .and.not.include(key)
      .and.not.match(/digest/)
    const found = await cypher('MATCH (n) WHERE any(k IN keys(n) WHERE toStringOrNull(n[k]) CONTAINS $key) RETURN n', {
      key,
    })
    expect(found).to.deep.equal([])
    const again = await send('/api/keys', { method: 'POST', body: { name: 'once', role: 'admin' } })
    expect([again.status, again.body.errors[0].pointer]).to.deep.equal([409, '/name'])
  })

  it('made anew under a name does not read what its predecessor, or a caller without a key, keeps private', async () => {
    const query = {
      name: 'mine',
      description: 'Mine.',
      query: 'MATCH (m:Module) RETURN count(m) AS n',
      sharing: 'private',
    }
    const view = { name: 'Mine', page: 'graph', parameters: 'depth=2', sharing: 'private' }
    const first = await keyFor('keeper', 'analyst')
    const own = bearer(first.key)
    const made = await send('/api/queries', { method: 'POST', body: query, headers: own })
    expect(made.status, JSON.stringify(made.body)).to.equal(201)
    const { id } = (await send('/api/views', { method: 'POST', body: view, headers: own })).body
    const seen = async (headers: Record<string, string>) => [
      (await send('/api/queries/saved/mine', { headers })).status,
      (await send('/api/queries/saved/mine:run', { method: 'POST', body: {}, headers })).status,
      (await send(`/api/views/${id}`, { headers })).status,
      (await send('/api/queries?folder=saved', { headers })).body.total,
      (await send('/api/views', { headers })).body.total,
      (await ask('{ views { total } queries(folder: "saved") { total } }', {}, headers)).data.views.total,
    ]
    expect(await seen(own)).to.deep.equal([200, 200, 200, 1, 1, 1])
    await send(`/api/keys/${first.id}`, { method: 'DELETE', headers: { 'if-match': '*' } })
    const second = bearer((await keyFor('keeper', 'analyst')).key)
    for (const headers of [second, { 'x-actor': 'keeper' }])
      expect(await seen(headers)).to.deep.equal([404, 404, 404, 0, 0, 0])
    const replaced = { ...query, sharing: 'shared', name: undefined }
    const over = { method: 'PUT', body: replaced, headers: { ...second, 'if-match': '*' } }
    expect((await send('/api/queries/saved/mine', over)).status).to.equal(404)
    const shared = { ...query, name: 'ours', sharing: 'shared' }
    await send('/api/queries', { method: 'POST', body: shared, headers: { 'x-actor': 'keeper' } })
    const takeOver = { method: 'DELETE', headers: { ...second, 'if-match': '*' } }
    expect((await send('/api/queries/saved/ours', takeOver)).body.type).to.equal('forbidden')
    const own2 = { method: 'DELETE', headers: { 'x-actor': 'keeper', 'if-match': '*' } }
    expect((await send('/api/queries/saved/ours', own2)).status).to.equal(204)
  })

  it('has no name that is reserved, or looks like that of another', async () => {
    await keyFor('planner', 'viewer')
    const answer = async (name: string) => {
      const { status, body } = await send('/api/keys', { method: 'POST', body: { name, role: 'viewer' } })
      return [status, body.type, body.errors?.[0]?.pointer]
    }
    for (const name of ['monitor', 'Monitor', 'mоnitor', 'seed', 'local', 'mcp', 'ｓｅｅｄ'])
      expect(await answer(name), name).to.deep.equal([400, 'invalid-request', '/name'])
    for (const name of ['рlanner', 'Planner', 'p1anner', 'planner'])
      expect(await answer(name), name).to.deep.equal([409, 'already-exists', '/name'])
    const body = { key: 'masked', name: 'Masked' }
    for (const actor of ['monitor', 'Seed', 'm\xd0\xbenitor']) {
      const refused = await send('/api/modules', { method: 'POST', body, headers: { 'x-actor': actor } })
      expect([refused.status, refused.body.errors[0].pointer], actor).to.deep.equal([400, '/header/x-actor'])
    }
  })

  it('that is none is refused, also where the registry is open', async () => {
    const { origin } = await registry()
    for (const key of ['none', '', keys.viewer.slice(0, -1)])
      expect((await fetch(`${origin}/api/modules`, { headers: bearer(key) })).status, key).to.equal(401)
    expect((await send('/api/caller')).body).to.deep.equal({ role: 'admin', name: null })
  })
})
