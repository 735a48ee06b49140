import { expect } from 'chai'
import type { DraftState } from '../../src/authoring/drafts/moves.ts'
import { ask, send, type Answer } from '../support/client.ts'
import { cypher, emptyRegistry, onlyCrm } from '../support/database.ts'
import { as, create, document, draftIn, review, verb } from '../support/drafts.ts'

const replace = (id: string, more: object = {}, tag = '*', actor = 'ann') =>
  send(`/api/ai-modules/${id}`, {
    method: 'PUT',
    body: { document: document(more) },
    headers: { ...as(actor), 'if-match': tag },
  })
const remove = (id: string, tag = '*') =>
  send(`/api/ai-modules/${id}`, { method: 'DELETE', headers: { 'if-match': tag } })
const module = async () => (await send('/api/modules/tickets')).body

describe('An AI module', () => {
  beforeEach(emptyRegistry)

  it('goes from a patch document to a registered module that tells where it comes from', async () => {
    const made = await create({ document: document(), model: 'some-model', prompt: 'A desk for tickets' })
    expect(made.status).to.equal(201)
    const { id, promptHash } = made.body
    expect(made.headers.get('location')).to.equal(`/api/ai-modules/${id}`)
    expect(made.body).to.include({
      state: 'draft',
      title: 'Ticket desk',
      module: 'tickets',
      author: 'ann',
      actor: 'ai',
    })
    const tested = await verb(id, 'test')
    expect(tested.body.tests).to.deep.equal([
      { name: 'schema', passed: true, detail: 'is a valid patch document' },
      { name: 'references', passed: true, detail: 'resolve' },
      { name: 'preview', passed: true, detail: 'closes no cycle, breaks no consumer' },
      { name: 'examples', passed: true, detail: 'fit: Ticket; without a value: Ticket.code' },
    ])
    await verb(id, 'submit')
    await review(id, 'approve', 'Just what we need')
    expect((await send('/api/modules/tickets')).status).to.equal(404)
    const published = (await verb(id, 'publish', 'cleo')).body
    expect(published).to.include({ state: 'published', patchId: 'tickets-1', revision: 5 })
    expect(await module()).to.deep.include({ status: 'active', name: 'Ticket desk' })
    expect((await module()).metadata).to.deep.include({
      aiModel: 'some-model',
      promptHash,
      createdBy: 'ann',
      reviewedBy: 'bob',
      aiModuleId: id,
      source: 'patch:tickets-1',
    })
    expect((await send('/api/modules/tickets/statistics')).body.total).to.equal(2)
    expect((await send('/api/modules/tickets/configurations')).body.total).to.equal(1)
    expect((await send('/api/patches/tickets-1')).body.answer.changes).to.deep.include.members([
      { ref: 'module:tickets', kind: 'created', before: null, after: await module() },
    ])
    await verb(id, 'unpublish')
    expect((await module()).status).to.equal('inactive')
    const again = (await verb(id, 'publish')).body
    expect((await module()).status).to.equal('active')
    expect(
      again.moves.map((move: { move: string; actor: string; to: string }) => [move.move, move.actor, move.to]),
    ).to.deep.equal([
      ['create', 'ann', 'draft'],
      ['test', 'ann', 'tested'],
      ['submit', 'ann', 'pending_review'],
      ['approve', 'bob', 'approved'],
      ['publish', 'cleo', 'published'],
      ['unpublish', 'ann', 'unpublished'],
      ['publish', 'ann', 'published'],
    ])
    expect(again.moves[3].comment).to.equal('Just what we need')
    const log = (await send('/api/revisions')).body.items
    expect(log.map(({ kind }: { kind: string }) => kind)).to.deep.equal([
      'draft.publish',
      'draft.unpublish',
      'draft.publish',
      'draft.approve',
      'draft.submit',
      'draft.test',
      'draft.create',
    ])
    expect(log[2]).to.include({ actor: 'cleo', via: 'rest', ref: `draft:${id}`, patchId: 'tickets-1' })
  })

  it('lives the same life in GraphQL', async () => {
    const run = async (mutation: string, actor = 'ann') => {
      const { data, errors } = await ask(
        `mutation ($document: JSON!) { on: ${mutation} }`,
        { document: document() },
        as(actor),
      )
      expect(errors).to.equal(undefined)
      return data.on
    }
    const { id } = await run('createDraft(input: { document: $document }) { id }')
    const quietly = (mutation: string, actor?: string) =>
      ask(`mutation { on: ${mutation} { state rev reviewer moves { move from to actor } } }`, {}, as(actor ?? 'ann'))
    expect((await quietly(`testDraft(id: "${id}")`)).data.on.state).to.equal('tested')
    const { rev } = (await quietly(`submitDraft(id: "${id}")`)).data.on
    const own = await quietly(`reviewDraft(id: "${id}", rev: ${rev}, input: { decision: approve })`)
    expect(own.errors![0]!.extensions.errors[0].pointer).to.equal('/header/x-actor')
    const other = await quietly(`reviewDraft(id: "${id}", rev: ${rev}, input: { decision: approve })`, 'bob')
    expect(other.data.on).to.include({ state: 'approved', reviewer: 'bob' })
    expect((await quietly(`publishDraft(id: "${id}")`)).data.on.state).to.equal('published')
    const { data } = await ask(
      '{ drafts(state: [published, draft], author: ["ann"]) { total items { title module patchId } } module(id: "tickets") { metadata { aiModuleId reviewedBy } } }',
    )
    expect(data.drafts).to.deep.equal({
      total: 1,
      items: [{ title: 'Ticket desk', module: 'tickets', patchId: 'tickets-1' }],
    })
    expect(data.module.metadata).to.deep.equal({ aiModuleId: id, reviewedBy: 'bob' })
    expect((await quietly(`unpublishDraft(id: "${id}")`)).data.on.moves).to.have.length(6)
  })

  const legal: Record<DraftState, string[]> = {
    draft: ['edit', 'test', 'delete'],
    tested: ['edit', 'test', 'submit', 'delete'],
    pending_review: ['edit', 'review', 'delete'],
    approved: ['edit', 'publish', 'delete'],
    rejected: ['edit', 'delete'],
    published: ['unpublish'],
    unpublished: ['edit', 'publish', 'delete'],
  }
  const requests: Record<string, (id: string) => Promise<Answer>> = {
    test: (id) => verb(id, 'test'),
    submit: (id) => verb(id, 'submit'),
    review: (id) => review(id),
    publish: (id) => verb(id, 'publish'),
    unpublish: (id) => verb(id, 'unpublish'),
    edit: (id) => replace(id),
    delete: (id) => remove(id),
  }
  for (const [state, moves] of Object.entries(legal) as [DraftState, string[]][])
    it(`in the state ${state} can ${moves.join(', ')}, and refuses all else with what it can`, async () => {
      const id = await draftIn(state)
      const before = (await send(`/api/ai-modules/${id}`)).body
      for (const [name, request] of Object.entries(requests).filter(([name]) => !moves.includes(name))) {
        const { body } = await request(id)
        expect(body, name).to.deep.include({ type: 'conflict', status: 409, state })
        expect(body.legal).to.have.members(moves)
      }
      expect((await send(`/api/ai-modules/${id}`)).body).to.deep.equal(before)
      for (const name of moves.slice(0, 1)) expect((await requests[name]!(id)).status, name).to.equal(200)
    })

  it('is not reviewed by who wrote it, by who changed it, nor unseen', async () => {
    const id = await draftIn('draft')
    await replace(id, { description: 'by bob' }, '*', 'bob')
    await verb(id, 'test')
    const { rev } = (await verb(id, 'submit')).body
    for (const actor of ['ann', 'bob'])
      expect((await review(id, 'approve', '', actor)).body.errors[0].pointer).to.equal('/header/x-actor')
    expect((await review(id, 'approve', '', 'cleo', '"1"')).status).to.equal(412)
    expect((await review(id, 'reject', '', 'cleo')).body.errors[0].pointer).to.equal('/comment')
    const rejected = await review(id, 'reject', 'too bold', 'cleo', `"${rev}"`)
    expect(rejected.body).to.include({ state: 'rejected', reviewer: 'cleo' })
  })

  it('begins anew with another document, and forgets what was found about the one before', async () => {
    const id = await draftIn('approved')
    const { rev } = (await send(`/api/ai-modules/${id}`)).body
    expect((await replace(id, {}, `"${rev - 1}"`)).status).to.equal(412)
    const changed = await replace(id, { module: { key: 'desk' } }, `"${rev}"`)
    expect(changed.body).to.include({
      state: 'draft',
      module: 'desk',
      tests: null,
      reviewer: null,
      title: 'Ticket desk',
    })
    expect((await remove(id, `"${rev}"`)).status).to.equal(412)
    expect((await remove(id)).status).to.equal(204)
    expect((await send(`/api/ai-modules/${id}`)).status).to.equal(404)
  })

  const failing: [why: string, document: object, test: string, detail: RegExp][] = [
    ['is no patch document', { hello: 'world' }, 'schema', /\/scope invalid/],
    [
      'contradicts the language',
      document({ objects: { A: { fields: [{ name: 'a', type: 'select' }] } } }),
      'schema',
      /options/,
    ],
    [
      'refers to nothing',
      document({ objects: { A: { fields: [{ name: 'a', type: 'relation', relationObject: 'None' }] } } }),
      ...(['references', /None is not an entity/] as const),
    ],
    [
      'describes what no record can be',
      document({
        objects: {
          A: { fields: [{ name: 'a', type: 'integer', required: true, validation: { minimum: 5, maximum: 2 } }] },
        },
      }),
      ...(['examples', /A\/a must be <= 2/] as const),
    ],
  ]
  for (const [why, body, test, detail] of failing)
    it(`that ${why} stays a draft, with the reason`, async () => {
      const id = await draftIn('draft', { document: body })
      const tested = (await verb(id, 'test')).body
      expect(tested.state).to.equal('draft')
      const found = tested.tests.find(({ name }: { name: string }) => name === test)
      expect(found.passed).to.equal(false)
      expect(found.detail).to.match(detail)
    })

  it('that breaks a consumer fails, but that can be accepted, of those who are known when it is reviewed', async () => {
    await onlyCrm()
    await send('/api/modules', { method: 'POST', body: { key: 'mailing', name: 'Mailing' } })
    const edge = { type: 'dependency', source: 'module:mailing', target: 'capability:crm/customer-crud' }
    await send('/api/relationships', { method: 'POST', body: { ...edge, operations: ['read'], fields: ['email'] } })
    const change = (more: object) => ({
      document: document({ module: { key: 'crm' }, objects: undefined, payload: {}, ...more }),
    })
    const target = { type: 'field', identifier: 'Customer.email' }
    const breaking = await draftIn('draft', change({ operation: 'remove', target }))
    expect((await verb(breaking, 'test')).body.tests[2].detail).to.match(/^breaks module:mailing/)
    expect((await verb(breaking, 'test?acknowledgeBroken=true')).body.tests[2].detail).to.match(/^accepted: breaks/)
    await verb(breaking, 'submit')
    await review(breaking)
    // Whoever has come since was accepted by nobody.
    const later = { ...edge, source: 'module:billing', operations: [], fields: ['email'] }
    await send('/api/modules', { method: 'POST', body: { key: 'billing', name: 'Billing' } })
    const { id, rev } = (await send('/api/relationships', { method: 'POST', body: later })).body
    const refused = await verb(breaking, 'publish')
    expect([refused.status, refused.body.errors]).to.deep.equal([
      409,
      [{ pointer: '/path/id', reason: 'breaks module:billing, which uses capability:crm/customer-crud: uses email' }],
    ])
    await send(`/api/relationships/${id}`, { method: 'DELETE', headers: { 'if-match': `"${rev}"` } })
    expect((await verb(breaking, 'publish')).body.state).to.equal('published')
  })

  it('that closes a cycle fails', async () => {
    await onlyCrm()
    await send('/api/modules', { method: 'POST', body: { key: 'mailing', name: 'Mailing' } })
    const edge = { type: 'dependency', source: 'module:mailing', target: 'module:crm' }
    await send('/api/relationships', { method: 'POST', body: edge })
    const cyclic = await draftIn('draft', {
      document: document({
        module: { key: 'crm' },
        objects: undefined,
        payload: {},
        operation: 'update',
        target: { type: 'module', identifier: 'crm' },
        dependsOn: ['mailing'],
      }),
    })
    const tested = (await verb(cyclic, 'test')).body
    expect(tested.tests[2].detail).to.match(/would close the cycle module:crm → /)
  })

  it('that changes a module of others leaves its provenance, and takes the change back when it is unpublished', async () => {
    await onlyCrm()
    const before = (await send('/api/modules/crm')).body
    const field = { name: 'nickname', type: 'text' }
    const target = { type: 'field', identifier: 'Customer' }
    const id = await draftIn('published', {
      document: document({ patchId: 'crm-2', module: { key: 'crm' }, objects: undefined, target, payload: { field } }),
    })
    const fields = async () =>
      (await send('/api/modules/crm/entities/Customer')).body.fields.map(({ name }: { name: string }) => name)
    expect(await fields()).to.include('nickname')
    expect((await send('/api/modules/crm')).body.metadata).to.deep.equal(before.metadata)
    await verb(id, 'unpublish')
    expect(await fields()).not.to.include('nickname')
    expect((await send('/api/modules/crm')).body).to.include({ status: 'active', version: before.version })
    await verb(id, 'publish')
    expect(await fields()).to.include('nickname')
    await send('/api/patches/crm-2:undo', { method: 'POST' })
    expect((await send(`/api/ai-modules/${id}`)).body.state).to.equal('unpublished')
  })

  it('takes over a module that its own document registered before, and can not publish one that is gone', async () => {
    await send('/api/patches', { method: 'POST', body: document() })
    const id = await draftIn('published')
    expect((await module()).metadata.aiModuleId).to.equal(id)
    await verb(id, 'unpublish')
    await send('/api/modules/tickets', { method: 'DELETE', headers: { 'if-match': '*' } })
    expect((await verb(id, 'publish')).body.detail).to.match(/was deleted/)
    expect((await send(`/api/ai-modules/${id}`)).body.state).to.equal('unpublished')
  })

  it('is taken back move by move like every change', async () => {
    const id = await draftIn('published')
    const undo = async () => {
      const { revision } = (await send('/api/ai-modules?limit=1')).body
      expect((await send(`/api/revisions/${revision}:undo`, { method: 'POST' })).status).to.equal(200)
    }
    await undo()
    expect((await send(`/api/ai-modules/${id}`)).body).to.include({ state: 'approved', patchId: null })
    expect((await send('/api/modules/tickets')).status).to.equal(404)
    await verb(id, 'publish')
    expect((await module()).metadata.aiModuleId).to.equal(id)
    const other = await draftIn('draft', { document: {} })
    await remove(other)
    await undo()
    expect((await send(`/api/ai-modules/${other}`)).body.document).to.deep.equal({})
  })

  it('asked for twenty times at once is published once', async () => {
    const id = await draftIn('approved')
    const answers = await Promise.all(Array.from({ length: 20 }, () => verb(id, 'publish')))
    expect(answers.filter(({ status }) => status === 200)).to.have.length(1)
    for (const { body, status } of answers) if (status !== 200) expect(body.type).to.be.oneOf(['conflict', 'busy'])
    expect(await cypher("MATCH (r:Revision {kind: 'draft.publish'}) RETURN count(r) AS n")).to.deep.equal([{ n: 1 }])
  })

  it('is listed by state, module and author, in pages, without its document', async () => {
    const ids = []
    for (const key of ['a', 'b', 'c'])
      ids.unshift((await create({ document: { module: { key } }, title: key })).body.id)
    const first = (await send('/api/ai-modules?limit=2')).body
    expect(first).to.include({ total: 3, truncated: true })
    const second = (await send(`/api/ai-modules?limit=2&cursor=${first.nextCursor}`)).body
    expect([...first.items, ...second.items].map(({ id }: { id: string }) => id)).to.deep.equal(ids)
    expect(first.items[0]).not.to.have.any.keys('document', 'prompt', 'moves')
    expect((await send('/api/ai-modules?module=a,b&state=draft&author=ann')).body.total).to.equal(2)
    expect((await send('/api/ai-modules?state=published')).body.total).to.equal(0)
    expect((await send('/api/ai-modules?author=bob')).body.total).to.equal(0)
  })
})
