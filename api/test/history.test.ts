import { expect } from 'chai'
import { send } from './client.ts'
import { cypher, emptyRegistry, onlyCrm, registry } from './database.ts'

interface Entry {
  number: number
  at: string
  actor: string
  via: string
  kind: string
  ref: string
  patchId: string | null
  changes: { ref: string; kind: string; before: { rev: number } | null; after: { rev: number } | null }[]
}
const entries = async (path = '/api/revisions'): Promise<Entry[]> => (await send(path)).body.items

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

  it('has no entry and no number for what was refused or changed nothing', async () => {
    await onlyCrm()
    await send('/api/modules', { method: 'POST', body: { key: 'crm', name: 'Again' } })
    await send('/api/modules/crm', { method: 'PATCH', body: {}, headers: { 'if-match': '*' } })
    await send('/api/modules/crm', { method: 'PATCH', body: { name: 'x' }, headers: { 'if-match': '"9"' } })
    expect((await send('/api/revisions')).body).to.include({ total: 1, revision: 1 })
    expect(await cypher('MATCH (registry:Registry) RETURN registry.revision AS n')).to.deep.equal([{ n: 1 }])
  })
})
