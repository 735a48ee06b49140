import { expect } from 'chai'
import { ask, send } from '../support/client.ts'
import { cypher, emptyRegistry, onlyCrm, registry } from '../support/database.ts'

interface Summary {
  number: number
  at: string
  actor: string
  via: string
  kind: string
  ref: string
  patchId: string | null
  changes: { ref: string; kind: string }[]
}
interface Entry extends Summary {
  changes: { ref: string; kind: string; before: { rev: number } | null; after: { rev: number } | null }[]
}
/** The log as its list shows it, newest first, with each entry read whole. */
async function entries(): Promise<Entry[]> {
  const { body } = await send('/api/revisions')
  return Promise.all(
    body.items.map(async ({ number, changes, ...summary }: Summary) => {
      const { body: whole } = await send(`/api/revisions/${number}`)
      const { changes: wholeChanges, ...rest } = whole as Entry
      expect(rest).to.deep.equal({ number, ...summary })
      expect(wholeChanges.map(({ ref, kind }) => ({ ref, kind }))).to.deep.equal(changes)
      return whole as Entry
    }),
  )
}

describe('The log of revisions', () => {
  it('tells of each change who, through what, what and about what, with the resource before and after', async () => {
    await emptyRegistry()
    const started = new Date().toISOString()
    await send('/api/modules', { method: 'POST', body: { key: 'billing', name: 'Billing' } })
    await send('/api/modules/billing', { method: 'PATCH', body: { owner: 'x' }, headers: { 'if-match': '"1"' } })
    const { origin } = await registry()
    await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'mutation { deleteModule(id: "billing", rev: 2) }' }),
    })
    const [deleted, changed, created] = await entries()
    expect(
      [created, changed, deleted].map((entry) => [entry!.number, entry!.via, entry!.kind, entry!.ref]),
    ).to.deep.equal([
      [1, 'rest', 'module.create', 'module:billing'],
      [2, 'rest', 'module.change', 'module:billing'],
      [3, 'graphql', 'module.delete', 'module:billing'],
    ])
    expect(created!.at >= started && created!.at <= new Date().toISOString()).to.equal(true)
    expect(created!.changes[0]).to.deep.include({ kind: 'created', before: null })
    expect(changed!.changes[0]).to.deep.include({ kind: 'changed', before: created!.changes[0]!.after })
    expect(changed!.changes[0]!.after).to.include({ owner: 'x', rev: 2 })
    expect(deleted!.changes[0]).to.deep.include({ kind: 'deleted', before: changed!.changes[0]!.after, after: null })
  })

  it('names who acts by the header X-Actor, through either door, and refuses a name that can not be read', async () => {
    await emptyRegistry()
    const body = { key: 'a', name: 'A' }
    const by = (actor: string) =>
      send('/api/modules', { method: 'POST', body, headers: { 'x-actor': actor, 'idempotency-key': 'same' } })
    expect((await by('Zoë of Sales')).status).to.equal(201)
    expect((await by('somebody else')).body.type).to.equal('idempotency-key-reused')
    await ask('mutation { deleteModule(id: "a", rev: 1) }', {}, { 'x-actor': 'agent 7' })
    expect((await entries()).map(({ actor }) => actor)).to.deep.equal(['agent 7', 'Zoë of Sales'])
    for (const actor of ['x'.repeat(101), 'a\tb', Buffer.from('a\u202eb').toString('latin1')])
      expect((await by(actor)).body.errors[0].pointer, actor).to.equal('/header/x-actor')
  })

  it('names the patch document that made a change, and the seed that brought it', async () => {
    await onlyCrm()
    const [entry] = await entries()
    expect(entry).to.include({
      number: 1,
      via: 'seed',
      kind: 'patch.apply',
      ref: 'module:crm',
      patchId: 'crm-module-1.0.0',
    })
    expect(entry!.changes.every(({ kind, before }) => kind === 'created' && before === null)).to.equal(true)
  })

  it('of a module has the changes of its parts, newest first, in pages, and not those of others', async () => {
    await onlyCrm()
    await send('/api/modules', { method: 'POST', body: { key: 'crm-2', name: 'Other' } })
    await send('/api/modules/crm/entities', { method: 'POST', body: { name: 'Note' } })
    const { body } = await send('/api/modules/crm/history?limit=1')
    expect(body).to.include({ total: 2, returned: 1, truncated: true, revision: 3 })
    expect(body.items[0]).to.include({ number: 3, kind: 'entity.create', ref: 'entity:crm/Note' })
    const next = await send(`/api/modules/crm/history?limit=1&cursor=${body.nextCursor}`)
    expect(next.body).to.include({ truncated: false, nextCursor: null })
    expect(next.body.items[0].number).to.equal(1)
    expect((await send(`/api/revisions?cursor=${body.nextCursor}`)).body.type).to.equal('invalid-cursor')
  })

  it('is searched by who, through what, what, where and when, at REST and GraphQL', async () => {
    await onlyCrm()
    const create = (key: string, actor: string) =>
      send('/api/modules', { method: 'POST', body: { key, name: key }, headers: { 'x-actor': actor } })
    await create('one', 'ann')
    await create('two', 'ben')
    await send('/api/modules/two/entities', { method: 'POST', body: { name: 'Note' }, headers: { 'x-actor': 'ben' } })
    const refs = async (query: string) => {
      const { body } = await send(`/api/revisions?${query}`)
      expect(body.total).to.equal(body.items.length)
      return (body.items as Summary[]).map(({ changes }) => changes[0]!.ref)
    }
    expect(await refs('actor=ben')).to.deep.equal(['entity:two/Note', 'module:two'])
    expect(await refs('kind=module.create&actor=ann&actor=ben')).to.deep.equal(['module:two', 'module:one'])
    expect(await refs('kind=module&module=two')).to.deep.equal(['module:two'])
    expect(await refs('kind=modul')).to.deep.equal([])
    expect(await refs('module=nosuch')).to.deep.equal([])
    expect(await refs('via=graphql,mcp')).to.deep.equal([])
    const { at } = (await send('/api/revisions?module=one')).body.items[0]
    expect(await refs(`until=${at}&via=rest`)).to.deep.equal([])
    expect((await refs(`since=${at}`)).at(-1)).to.equal('module:one')
    const first = (await send('/api/revisions?actor=ben&limit=1')).body
    expect(first).to.include({ total: 2, returned: 1, truncated: true })
    const next = (await send(`/api/revisions?actor=ben&limit=1&cursor=${first.nextCursor}`)).body
    expect(next.items[0].ref).to.equal('module:two')
    expect((await send(`/api/revisions?actor=ann&cursor=${first.nextCursor}`)).body.type).to.equal('invalid-cursor')
    expect((await send('/api/revisions?since=yesterday')).body.errors[0].pointer).to.equal('/query/since')
    const { data } = await ask(
      `{ revisions(actor: ["ben"], kind: ["entity"], via: [rest], since: "${at}") { total items { ref } }
         none: revisions(until: "${at}", actor: ["ben"]) { total } }`,
    )
    expect(data.revisions).to.deep.equal({ total: 1, items: [{ ref: 'entity:two/Note' }] })
    expect(data.none).to.deep.equal({ total: 0 })
  })

  it('lists of each change only what it was about, however large the resources are', async () => {
    await emptyRegistry()
    const objects = Object.fromEntries(
      Array.from({ length: 30 }, (_, n) => [`Thing${n}`, { description: 'x'.repeat(20_000) }]),
    )
    for (const key of ['a', 'b', 'c']) {
      const { status } = await send('/api/patches', {
        method: 'POST',
        body: {
          version: '1.0',
          patchId: key,
          timestamp: '2026-01-01T00:00:00Z',
          actor: 'ai',
          scope: 'object',
          operation: 'add',
          target: { type: 'module', identifier: key },
          payload: {},
          module: { key },
          objects,
        },
      })
      expect(status).to.equal(201)
    }
    for (const path of ['/api/revisions', '/api/modules/a/history']) {
      const { body } = await send(path)
      for (const { changes } of body.items as Summary[])
        for (const change of changes) expect(change).to.have.all.keys('ref', 'kind')
      expect(JSON.stringify(body).length).to.be.lessThan(100_000)
    }
    const [whole] = await entries()
    // The log keeps a document as it came; what it made stands beside it, not in it once more.
    const document = whole!.changes.find(({ ref }) => ref === 'patch:c')
    expect(JSON.stringify(document).length).to.be.within(600_000, 700_000)
  })

  it('is read by number, and says when there is none', async () => {
    await onlyCrm()
    const { status, body } = await send('/api/revisions/2')
    expect([status, body.type, body.errors[0].pointer]).to.deep.equal([404, 'not-found', '/path/number'])
  })

  it('has no entry and no number for what was refused or changed nothing', async () => {
    await onlyCrm()
    await send('/api/modules', { method: 'POST', body: { key: 'crm', name: 'Again' } })
    await send('/api/modules/crm', { method: 'PATCH', body: {}, headers: { 'if-match': '*' } })
    await send('/api/modules/crm', { method: 'PATCH', body: { name: 'x' }, headers: { 'if-match': '"9"' } })
    expect((await send('/api/revisions')).body).to.include({ total: 1, revision: 1 })
    expect(await cypher('MATCH (registry:Registry) RETURN registry.revision AS n')).to.deep.equal([{ n: 1 }])
  })
})
