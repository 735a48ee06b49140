import { expect } from 'chai'
import { ask, send } from '../support/client.ts'
import { checksum, contents, emptyRegistry, joinedWrongly, onlyCrm } from '../support/database.ts'

const ifAny = { 'if-match': '*' }
const post = (path: string, body: object) => send(path, { method: 'POST', body })
const undo = (number: number, query = '') => send(`/api/revisions/${number}:undo${query}`, { method: 'POST' })
const last = async () => (await send('/api/revisions?limit=1')).body.revision as number

describe('A change that is taken back', () => {
  beforeEach(async () => {
    await onlyCrm()
    await post('/api/modules', { key: 'shop', name: 'Shop', owner: 'web' })
    await post('/api/modules/shop/capabilities', { key: 'basket', type: 'query' })
    await post('/api/relationships', {
      type: 'dependency',
      source: 'capability:shop/basket',
      target: 'capability:crm/customer-crud',
      operations: ['read'],
    })
  })
  afterEach(async () => expect(await joinedWrongly()).to.deep.equal([]))

  const changes: [what: string, make: () => Promise<unknown>][] = [
    ['the making of a module', () => post('/api/modules', { key: 'other', name: 'Other' })],
    ['the change of one', () => send('/api/modules/shop', { method: 'PATCH', body: { owner: 'x' }, headers: ifAny })],
    [
      'its deletion with all of its parts and relationships',
      () => send('/api/modules/crm?force=true', { method: 'DELETE', headers: ifAny }),
    ],
    [
      'the deletion of a capability',
      () => send('/api/modules/crm/capabilities/order-crud?force=true', { method: 'DELETE', headers: ifAny }),
    ],
    [
      'the deletion of an entity that a capability names',
      () => send('/api/modules/crm/entities/Order?force=true', { method: 'DELETE', headers: ifAny }),
    ],
    [
      'the move of a relationship',
      async () => {
        const { id } = (await send('/api/relationships?module=shop')).body.items[0]
        await send(`/api/relationships/${id}`, { method: 'PATCH', body: { target: 'module:crm' }, headers: ifAny })
      },
    ],
  ]
  for (const [what, make] of changes)
    it(`leaves everything as it was before ${what}, and is a change that can be taken back itself`, async () => {
      const before = await contents()
      await make()
      const after = await contents()
      expect(after).not.to.deep.equal(before)
      const number = await last()
      expect((await undo(number, '?dryRun=true')).status).to.equal(200)
      expect(await contents()).to.deep.equal(after)
      const { status, body } = await undo(number)
      expect([status, body]).to.deep.equal([200, { revision: number + 1 }])
      expect(await contents()).to.deep.equal(before)
      expect((await undo(number + 1)).status).to.equal(200)
      expect(await contents()).to.deep.equal(after)
    })

  it('is refused when what it changed has been changed since, naming it', async () => {
    await send('/api/modules/shop', { method: 'PATCH', body: { owner: 'x' }, headers: ifAny })
    const number = await last()
    await send('/api/modules/shop', { method: 'PATCH', body: { name: 'Store' }, headers: ifAny })
    const unchanged = await checksum()
    const { status, body } = await undo(number)
    expect([status, body.type]).to.deep.equal([409, 'conflict'])
    expect(body.errors).to.deep.equal([{ pointer: '/changes/module:shop', reason: 'module:shop has been changed' }])
    expect(await checksum()).to.deep.equal(unchanged)
  })

  it('is refused when something has been added since to what would go', async () => {
    const number = (await last()) - 2
    const { status, body } = await undo(number)
    expect([status, body.type]).to.deep.equal([409, 'conflict'])
    expect(body.errors.map(({ reason }: { reason: string }) => reason)).to.include(
      'capability:shop/basket has been added since',
    )
  })

  it('is refused when what would come back names something that is gone, or closes a cycle', async () => {
    const { id } = (await send('/api/relationships?module=shop')).body.items[0]
    await send(`/api/relationships/${id}`, { method: 'DELETE', headers: ifAny })
    const number = await last()
    await post('/api/relationships', { type: 'dependency', source: 'module:crm', target: 'module:shop' })
    expect((await undo(number)).body).to.deep.include({ type: 'dependency-cycle', status: 409 })
    await send('/api/modules/shop/capabilities/basket', { method: 'DELETE', headers: ifAny })
    expect((await undo(number)).body.errors[0].reason).to.equal('capability:shop/basket is gone')
  })

  it('gives back the numbers of what comes back, and is asked for over GraphQL as well', async () => {
    await send('/api/modules/crm?force=true', { method: 'DELETE', headers: ifAny })
    const { data } = await ask('mutation ($number: Int!) { undoRevision(number: $number) { revision } }', {
      number: await last(),
    })
    expect(data.undoRevision.revision).to.equal(await last())
    expect((await send('/api/modules/crm/statistics')).body.total).to.equal(5)
    expect((await ask('{ revisions(limit: 1) { items { kind } } }')).data.revisions.items).to.deep.equal([
      { kind: 'revision.undo' },
    ])
  })

  it('is refused for a number that no change has', async () => {
    await emptyRegistry()
    expect((await undo(7)).status).to.equal(404)
    for (const number of ['0', 'x', '1.5']) expect((await undo(number as never)).status, number).to.equal(400)
  })
})
